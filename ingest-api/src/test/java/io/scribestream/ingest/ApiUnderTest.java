package io.scribestream.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.ingest.uploads.FolderUploads;
import io.scribestream.ingest.uploads.Uploads;
import io.scribestream.runtime.Env;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.testkit.FlowUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;

/** The API on a free port, with a board that reads what the API orders. */
final class ApiUnderTest implements AutoCloseable {

    static final String JOBS = "/api/v1/transcriptions";
    static final long MAX_UPLOAD_BYTES = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> uploadsOver = Collections.synchronizedList(new ArrayList<>());
    final OpenJobs open = new OpenJobs();
    private final JobChanges changes = new JobChanges();
    final FlowUnderTest flow = FlowUnderTest.of(new BoardFlow(uploadsOver::add, open, changes));
    final Orders producer = new Orders();
    final FakeLetters letters = new FakeLetters();

    /** Whether its checks find everything well. */
    volatile boolean ready = true;

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpLimits limits;
    private final FakeRequests requests;
    private final Function<Path, Uploads> uploads;
    private final List<RouteSet> others;
    private IngestApi api;

    /** Acknowledges all; what is for the board reaches it before that. */
    final class Orders extends MockProducer<String, SpecificRecord> {

        private volatile boolean refuses;

        Orders() {
            super(true, null, new StringSerializer(), (topic, value) -> new byte[0]);
        }

        @Override
        public synchronized Future<RecordMetadata> send(
                ProducerRecord<String, SpecificRecord> record, Callback callback) {
            if (refuses) {
                return CompletableFuture.failedFuture(new TimeoutException("not acknowledged"));
            }
            if (record.value() instanceof JobCommand order) {
                flow.send(Topics.CONTROL, record.key(), order);
            }
            return super.send(record, callback);
        }

        /** As while Kafka is away. */
        void refuse(boolean all) {
            refuses = all;
        }

        List<TranscriptionJob> jobs() {
            return history().stream()
                    .map(ProducerRecord::value)
                    .filter(TranscriptionJob.class::isInstance)
                    .map(TranscriptionJob.class::cast)
                    .toList();
        }
    }

    ApiUnderTest(Path folder, RouteSet... others) {
        this(folder, new FakeRequests(), others);
    }

    ApiUnderTest(Path folder, FakeRequests requests, RouteSet... others) {
        this(folder, HttpLimits.from(Env.of(Map.of())), requests, others);
    }

    ApiUnderTest(Path folder, HttpLimits limits, FakeRequests requests, RouteSet... others) {
        this(folder, limits, requests, FolderUploads::new, others);
    }

    /** @param uploads stay the test's */
    ApiUnderTest(Path folder, Uploads uploads) {
        this(folder, HttpLimits.from(Env.of(Map.of())), uploads);
    }

    /** @param uploads stay the test's */
    ApiUnderTest(Path folder, HttpLimits limits, Uploads uploads) {
        this(folder, limits, new FakeRequests(), any -> uploads);
    }

    private ApiUnderTest(
            Path folder,
            HttpLimits limits,
            FakeRequests requests,
            Function<Path, Uploads> uploads,
            RouteSet... others) {
        this.uploads = uploads;
        this.limits = limits;
        this.requests = requests;
        this.others = List.of(others);
        this.api = another(usual(folder)).start();
    }

    /** What it is started with. */
    static ApiConfig usual(Path folder) {
        return new ApiConfig("127.0.0.1", 0, folder, MAX_UPLOAD_BYTES, 1_000, 1);
    }

    /** Ends it and starts it with other settings, over the same board. */
    void restart(ApiConfig config) {
        api.close();
        api = another(config).start();
    }

    /** One more over the same board, which is not started yet. */
    IngestApi another(ApiConfig config) {
        return new IngestApi(
                config,
                limits,
                uploads.apply(config.uploadDir()),
                new Backing(
                        producer,
                        board(),
                        open,
                        letters,
                        () -> Readiness.Report.of(Map.of("kafka", new Readiness.Check(ready, ""))),
                        requests,
                        new LiveRoom(changes, LiveRoom.Timing.USUAL),
                        Backings.models(),
                        Backings.unlimited()),
                Clock.systemUTC(),
                others);
    }

    BoardView board() {
        return Backings.board(flow);
    }

    List<String> endpoints() {
        return api.endpoints();
    }

    int port() {
        return api.port();
    }

    /** @param headers names and values, one behind the other */
    HttpResponse<String> ask(String method, String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return ask("GET", path, new byte[0], headers);
    }

    HttpResponse<String> delete(String path) throws Exception {
        return ask("DELETE", path, new byte[0]);
    }

    HttpResponse<String> post(String path, String type, String body) throws Exception {
        return ask("POST", path, body.getBytes(UTF_8), "Content-Type", type);
    }

    /** Sends a file with a form. */
    HttpResponse<String> upload(String name, String content, Map<String, String> fields) throws Exception {
        StringBuilder form = new StringBuilder();
        form.append("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(content)
                .append("\r\n");
        fields.forEach((key, value) -> form.append("--b\r\nContent-Disposition: form-data; name=\"")
                .append(key)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        form.append("--b--\r\n");
        return post(JOBS, "multipart/form-data; boundary=b", form.toString());
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    /** The code of an answer that is a problem, with its status in front. */
    static String problem(HttpResponse<String> answer) throws IOException {
        String type = answer.headers().firstValue("Content-Type").orElse("none");
        return type.startsWith(Problem.MEDIA_TYPE)
                ? answer.statusCode() + " " + json(answer).path("code").asText()
                : answer.statusCode() + " of type " + type + ": " + answer.body();
    }

    static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        api.close();
        flow.close();
    }
}

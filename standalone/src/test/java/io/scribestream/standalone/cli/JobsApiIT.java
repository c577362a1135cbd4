package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.ingest.requests.KafkaRequests;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.RequestClaim;
import io.scribestream.standalone.Patience;
import io.scribestream.testkit.Repository;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job from its bytes to its end, with a broker and an engine. */
@ExtendWith(RunningScribe.Extension.class)
class JobsApiIT {

    private static final Path JFK = Repository.file("samples/jfk.wav");
    private static final String JOBS = "/api/v1/transcriptions";

    private final RunningScribe scribe;
    private final Api api;
    private final HttpClient http = HttpClient.newHttpClient();

    JobsApiIT(RunningScribe scribe) {
        this.scribe = scribe;
        this.api = scribe.api();
    }

    @Test
    void takesABodyTwiceAsOneJobAndForgetsItWhenItIsRemoved() throws Exception {
        HttpResponse<String> first = ask("POST", JOBS + "?language=en&name=talk.wav", Files.readAllBytes(JFK));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        HttpResponse<String> again = ask("POST", JOBS + "?language=en&name=talk.wav", Files.readAllBytes(JFK));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(ask("POST", JOBS + "?language=de&name=talk.wav", Files.readAllBytes(JFK))
                        .statusCode())
                .isEqualTo(422);

        String id = api.read(first).path("id").asText();
        JsonNode outcome = api.outcome(id);
        assertThat(outcome.path("state").asText()).as(outcome.toString()).isEqualTo("completed");
        assertThat(outcome.path("coverage").path("transcribed_seconds").asDouble())
                .isPositive();
        assertThat(api.read(api.get(JOBS + "?state=completed&limit=200")).findValuesAsText("id"))
                .contains(id);
        HttpResponse<String> text = api.result(id, "txt");
        String tag = text.headers().firstValue("ETag").orElseThrow();
        assertThat(http.send(
                                request(JOBS + "/" + id + "/result?format=txt")
                                        .header("If-None-Match", tag)
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(304);

        assertThat(ask("DELETE", JOBS + "/" + id, new byte[0]).statusCode()).isIn(202, 204);
        Patience.until("it is gone", () -> api.get(JOBS + "/" + id).statusCode() == 404);
        assertThat(api.result(id, "txt").statusCode()).isEqualTo(404);
        assertThat(api.read(api.get(JOBS + "?limit=200")).findValuesAsText("id"))
                .doesNotContain(id);
    }

    /** Each of these is an instance with its own producer and reader; only the topic is common to them. */
    @Test
    void agreesOnWhoCameFirstAmongInstancesAndAfterARestart() throws Exception {
        String request = UUID.randomUUID().toString();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Instance one = new Instance(scribe);
                Instance two = new Instance(scribe)) {
            List<Future<RequestClaim>> firsts = threads.invokeAll(List.of(
                    () -> one.requests.claim(claim(request, "job-1")),
                    () -> two.requests.claim(claim(request, "job-2")),
                    () -> one.requests.claim(claim(request, "job-3")),
                    () -> two.requests.claim(claim(request, "job-4"))));
            Set<String> jobs = new HashSet<>();
            for (Future<RequestClaim> first : firsts) {
                jobs.add(first.get().getJobId());
            }
            assertThat(jobs).hasSize(1);
            one.requests.settle(firsts.get(0).get());
            assertThat(two.requests.awaitSettled(request, Duration.ofSeconds(30)))
                    .isTrue();
            try (Instance later = new Instance(scribe)) {
                RequestClaim known = later.requests.claim(claim(request, "job-5"));
                assertThat(jobs).containsExactly(known.getJobId());
                assertThat(known.getSettled()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static RequestClaim claim(String request, String job) {
        return RequestClaim.newBuilder()
                .setRequestId(request)
                .setJobId(job)
                .setFingerprint("same")
                .build();
    }

    private HttpResponse<String> ask(String method, String path, byte[] body) throws Exception {
        return http.send(
                request(path)
                        .header("Content-Type", "audio/wav")
                        .header("Idempotency-Key", "jobs-api-it")
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(scribe.url().resolve(path));
    }

    private static final class Instance implements AutoCloseable {

        private final KafkaProducer<String, SpecificRecord> producer;
        private final KafkaRequests requests;

        Instance(RunningScribe scribe) {
            Wire wire = scribe.wire();
            Map<String, Object> servers = Map.of("bootstrap.servers", scribe.bootstrapServers());
            producer =
                    new KafkaProducer<>(servers, new StringSerializer(), (topic, value) -> wire.serde(Topics.REQUESTS)
                            .serialize(topic, (RequestClaim) value));
            requests = new KafkaRequests(
                    producer,
                    RuntimeConfig.from(
                            Env.of(Map.of(Setting.KAFKA_BOOTSTRAP_SERVERS.name(), scribe.bootstrapServers()))),
                    wire.serde(Topics.REQUESTS),
                    Clock.systemUTC());
        }

        @Override
        public void close() {
            requests.close();
            producer.close();
        }
    }
}

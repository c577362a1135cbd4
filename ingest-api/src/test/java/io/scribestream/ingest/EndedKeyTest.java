package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.ingest.access.AccessConfig;
import io.scribestream.ingest.access.IssuedKey;
import io.scribestream.ingest.access.KeyDirectory;
import io.scribestream.ingest.access.KeyRequest;
import io.scribestream.ingest.access.Keys;
import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ClientKey;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.KeyScope;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are under way while the key ends that they were asked for with. */
@Timeout(60)
class EndedKeyTest {

    private static final String JOBS = "/api/v1/transcriptions";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final KeyDirectory directory = new KeyDirectory();
    private final Keys keys = new Keys(
            new MockProducer<String, ClientKey>(true, null, new StringSerializer(), (topic, key) -> new byte[0]),
            directory,
            Clock.systemUTC());
    private final IssuedKey first = key();
    private final IssuedKey second = key();
    private BoardApi api;

    @BeforeEach
    void start() {
        AccessRoutes access = new AccessRoutes(new AccessConfig(true), List.of(directory));
        // No heartbeat: nothing but the look ends a stream.
        api = new BoardApi(
                folder, new LiveRoom.Timing(Duration.ofMillis(500), Duration.ofMinutes(10)), List.of(access));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void endsAnEventStreamWithinASecondOrSoAndNoOtherOfThatClient() throws Exception {
        partial("job-1");
        try (EventReader ended = events(first);
                EventReader stays = events(second)) {
            assertThat(ended.next().name()).isEqualTo("text");
            assertThat(ended.next().name()).isEqualTo("progress");

            long before = System.nanoTime();
            keys.revoke(first.id());

            assertThat(ended.rest()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            Transcript transcript = Examples.transcript("job-1", "", "ask not");
            transcript.setClient("anna");
            api.send(Topics.DONE, "job-1", transcript);
            assertThat(stays.rest()).last().extracting(EventReader.Event::name).isEqualTo("done");
        }
        assertThat(client.send(request(JOBS + "/job-1/events", first).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void tellsWhoWaitsForAWholeTextAndCancelsTheJob() throws Exception {
        CompletableFuture<HttpResponse<String>> waits = ask("false");
        TranscriptionJob job = job();

        keys.revoke(first.id());

        HttpResponse<String> answer = waits.get(30, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("invalid_api_key");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        assertCancelled(job);
    }

    @Test
    void endsAStreamedTextAndCancelsTheJob() throws Exception {
        CompletableFuture<HttpResponse<String>> waits = ask("true");
        TranscriptionJob job = job();

        keys.revoke(first.id());

        assertThat(waits.get(30, TimeUnit.SECONDS).body()).doesNotContain("transcript.text.done");
        assertCancelled(job);
    }

    private IssuedKey key() {
        return keys.create(new KeyRequest("anna", "", Set.of(KeyScope.TRANSCRIBE, KeyScope.READ), Map.of()));
    }

    private void partial(String jobId) {
        JobEvent event = Examples.partial(jobId, 0.5, "ask");
        event.setClient("anna");
        api.send(Topics.EVENTS, jobId, event);
    }

    private EventReader events(IssuedKey key) throws Exception {
        return EventReader.open(client, api.uri(JOBS + "/job-1/events"), "Authorization", "Bearer " + key.text());
    }

    private CompletableFuture<HttpResponse<String>> ask(String stream) {
        HttpRequest request = request("/v1/audio/transcriptions", first)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\""
                        + "\r\n\r\nsound\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1"
                        + "\r\n--b\r\nContent-Disposition: form-data; name=\"stream\"\r\n\r\n" + stream
                        + "\r\n--b--\r\n"))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, IssuedKey key) {
        return HttpRequest.newBuilder(api.uri(path)).header("Authorization", "Bearer " + key.text());
    }

    /** Once it waits for it. */
    private TranscriptionJob job() throws Exception {
        Waiting.until("somebody waits", () -> api.live.open() == 1);
        return (TranscriptionJob) api.producer.history().get(0).value();
    }

    private void assertCancelled(TranscriptionJob job) throws Exception {
        Waiting.until("the job is cancelled", () -> api.producer.history().size() == 2);
        JobCommand order = (JobCommand) api.producer.history().get(1).value();
        assertThat(order.getJobId()).isEqualTo(job.getJobId());
        assertThat(order.getCommand()).isEqualTo(Command.CANCEL);
    }
}

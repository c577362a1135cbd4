package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.schemas.registry.RegistryServer;
import io.scribestream.standalone.KafkaUnderTest;
import io.scribestream.standalone.LongSpeech;
import io.scribestream.standalone.Patience;
import io.scribestream.standalone.Tail;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every role a process of its own, as on a cluster. */
@ExtendWith(KafkaUnderTest.Extension.class)
class RolesIT {

    private static final int TIMES = 12;

    @TempDir
    private Path folder;

    private final KafkaUnderTest kafka;
    private EmbeddedSchemaRegistry schemas;
    private RegistryServer registry;

    RolesIT(KafkaUnderTest kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void startRegistry() throws Exception {
        schemas = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers());
        registry = RegistryServer.onLoopback(schemas, 0);
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
        schemas.close();
    }

    @Test
    void workTogetherAndLoseNoWordWhenTheTranscriberIsKilled() throws Exception {
        try (ScribeChild ingest = start("ingest-api");
                ScribeChild chunker = start("chunker");
                ScribeChild merger = start("merger");
                ScribeChild killed = start("transcriber")) {
            Api api = new Api(URI.create(ingest.await("serving at (http://[^,\\s]+)")));
            for (ScribeChild role : List.of(chunker, merger, killed)) {
                role.await("works on");
            }
            String once = api.submit(LongSpeech.ONCE, Map.of());
            LongSpeech.requireWords(1, api.transcript(once).path("text").asText());

            String id = api.submit(LongSpeech.write(folder.resolve("long.wav"), TIMES), Map.of("language", "en"));
            try (Tail tail = new Tail(kafka.bootstrapServers(), registry.url().toString())) {
                tail.until("two chunks that were heard", t -> t.heard(id).size() >= 2);
                killed.kill();
                try (ScribeChild next = start("transcriber")) {
                    Transcript transcript = (Transcript) tail.outcome(id);

                    LongSpeech.requireWords(TIMES, transcript.getText());
                    int chunks = transcript.getChunks();
                    assertThat(chunks).isGreaterThan(3);
                    tail.until("an event for each chunk", t -> t.heard(id).size() >= chunks);
                    assertThat(tail.heard(id)).hasSize(chunks);
                    assertThat(tail.of(ChunkTranscript.class, id))
                            .extracting(ChunkTranscript::getIndex)
                            .containsExactlyInAnyOrderElementsOf(
                                    IntStream.range(-1, chunks).boxed().toList());
                    assertThat(tail.outcomes(id)).hasSize(1);
                    assertThat(api.outcome(id).path("state").asText()).isEqualTo("completed");
                    for (ScribeChild role : List.of(ingest, chunker, merger, next)) {
                        role.stop();
                        assertThat(role.awaitEnd()).isIn(0, 128 + 15);
                        assertThat(role.said())
                                .doesNotContain("without waiting any longer")
                                .doesNotContain("\tat ");
                    }
                }
            }
        }
    }

    @Test
    void answerForEveryJobAtEachOfTwoApis() throws Exception {
        try (ScribeChild first = start("ingest-api", "api-1");
                ScribeChild second = start("ingest-api", "api-2")) {
            Api one = new Api(URI.create(first.await("serving at (http://[^,\\s]+)")));
            Api other = new Api(URI.create(second.await("serving at (http://[^,\\s]+)")));
            String id = one.submit(LongSpeech.ONCE, Map.of());
            Patience.until(
                    "the other knows it, though nobody has taken it",
                    () -> other.status(id).path("state").asText().equals("queued"));

            try (ScribeChild chunker = start("chunker");
                    ScribeChild merger = start("merger");
                    ScribeChild transcriber = start("transcriber")) {
                LongSpeech.requireWords(1, other.transcript(id).path("text").asText());
                LongSpeech.requireWords(1, one.transcript(id).path("text").asText());
            }
            HttpResponse<String> events = other.get("/api/v1/transcriptions/" + id + "/events");
            assertThat(events.body()).contains("event: text").endsWith("\n\n").contains("event: done");
            assertThat(other.cancel(id).statusCode()).isEqualTo(204);
            Patience.until(
                    "it is removed at the first too",
                    () -> one.result(id, "txt").statusCode() == 404);
            try (Stream<Path> uploads = Files.list(folder.resolve("uploads"))) {
                assertThat(uploads.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }

    private ScribeChild start(String role) throws Exception {
        return start(role, role);
    }

    private ScribeChild start(String role, String instance) throws Exception {
        return new Roles(folder, kafka, registry).start(role, instance, Map.of());
    }
}

package io.scribestream.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.runtime.DeadLetters;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.standalone.LongSpeech;
import io.scribestream.standalone.Patience;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead letters of a running server, seen and settled by its operator. */
@ExtendWith(RunningScribe.Extension.class)
class DeadLettersIT {

    private static final Exception BUG = new IllegalStateException("a mistake of ours");

    private final RunningScribe scribe;
    private final Api api;
    private final String id = "job-" + UUID.randomUUID();
    private KafkaProducer<String, byte[]> raw;

    DeadLettersIT(RunningScribe scribe) {
        this.scribe = scribe;
        this.api = scribe.api();
    }

    @BeforeEach
    void begin() {
        raw = new KafkaProducer<>(
                Map.of("bootstrap.servers", scribe.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void end() {
        raw.close();
    }

    @Test
    void finishesAJobOnceItsRecordIsDrivenBackAndShowsItAsFailedUntilThen() throws Exception {
        Headers before = new RecordHeaders().add("trace", "t".getBytes(UTF_8));
        setAside(id, job(), DeadLetters.headers(before, BUG, Topics.JOBS.name(), 0, 0));
        Patience.until("the job that is held up", () -> api.status(id).has("dead_letter"));
        JsonNode stuck = api.status(id);
        assertThat(stuck.path("state").asText()).isEqualTo("failed");
        assertThat(stuck.path("message").asText()).contains("IllegalStateException: a mistake of ours");
        String letter = stuck.path("dead_letter").asText();
        assertThat(scribe("list").out()).contains(letter).contains("IllegalStateException: a mistake of ours");
        assertThat(scribe("show", letter).out())
                .contains("\"trace\" : \"t\"")
                .contains("\"topic\" : \"transcription.jobs\"")
                .doesNotContain("\"value\"");

        Said redriven = scribe("redrive", letter);

        assertThat(redriven.exit()).as(redriven.err()).isEqualTo(ExitCodes.DONE);
        assertThat(redriven.err()).contains(letter + " was sent back to transcription.jobs");
        assertThat(api.transcript(id).path("text").asText()).contains("my fellow Americans");
        assertThat(records(Topics.JOBS.name(), id)).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo(job());
            assertThat(record.headers().toArray())
                    .extracting(Header::key)
                    .containsExactly("trace", DeadLetters.REDRIVEN_FROM);
            assertThat(new String(
                            record.headers()
                                    .lastHeader(DeadLetters.REDRIVEN_FROM)
                                    .value(),
                            UTF_8))
                    .isEqualTo(letter);
        });
        Said again = scribe("redrive", letter);
        assertThat(again.exit()).isEqualTo(ExitCodes.JOB_FAILED);
        assertThat(again.err()).contains("was redriven already");
        assertThat(scribe("show", letter).out()).contains("\"state\" : \"redriven\"");
    }

    @Test
    void sendsALetterBackOnceHoweverManyTryAtTheSameTime() throws Exception {
        setAside(
                id,
                "no job".getBytes(UTF_8),
                DeadLetters.headers(new RecordHeaders(), BUG, Topics.CONTROL.name(), 0, 0));
        String letter = letterOf(id);
        HttpClient http = HttpClient.newHttpClient();
        List<CompletableFuture<Integer>> tries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            URI redrive = scribe.url().resolve("/api/v1/admin/dead-letters/" + letter + "/redrive");
            tries.add(http.sendAsync(
                            HttpRequest.newBuilder(redrive)
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .thenApply(HttpResponse::statusCode));
        }
        List<Integer> answers = tries.stream().map(CompletableFuture::join).toList();

        assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
        assertThat(answers).allMatch(status -> status == 200 || status == 409 || status == 503);
        assertThat(records(Topics.CONTROL.name(), id)).hasSize(1);
        Patience.until("the letter that it became again", () -> scribe("list")
                .out()
                .lines()
                .anyMatch(line -> line.contains(id) && line.contains("SerializationException")));
    }

    @Test
    void remembersWhatWasDroppedAndSendsNoneOfItBack() throws Exception {
        raw.send(new ProducerRecord<>(Topics.CONTROL.name(), id, "no order".getBytes(UTF_8)))
                .get();
        String letter = letterOf(id);

        Said dropped = scribe("drop", letter);

        assertThat(dropped.exit()).as(dropped.err()).isEqualTo(ExitCodes.DONE);
        assertThat(scribe("list").out().lines().filter(line -> line.startsWith(letter + " ")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("dropped").contains("transcription.control"));
        Said redriven = scribe("redrive", letter);
        assertThat(redriven.exit()).isEqualTo(ExitCodes.JOB_FAILED);
        assertThat(redriven.err()).contains("was dropped already");
        assertThat(records(Topics.CONTROL.name(), id)).as("as it came").hasSize(1);
    }

    @Test
    void refusesWhatWouldChangeNothingOrIsNotThere() throws Exception {
        raw.send(new ProducerRecord<>(Topics.JOBS.name(), id, "no job".getBytes(UTF_8)))
                .get();
        api.outcome(id);
        String letter = letterOf(id);

        Said answered = scribe("redrive", letter);
        Said unknown = scribe("show", "0-987654");

        assertThat(answered.exit()).isEqualTo(ExitCodes.JOB_FAILED);
        assertThat(answered.err()).contains("its sender was told already");
        assertThat(unknown.exit()).isEqualTo(ExitCodes.JOB_FAILED);
        assertThat(unknown.err()).contains("there is no dead letter 0-987654");
        assertThat(records(Topics.JOBS.name(), id)).hasSize(1);
    }

    @Test
    void writesNoOutcomeTwiceAndNothingToATopicThatIsNotOurs() throws Exception {
        for (String topic : List.of(Topics.DONE.name(), Topics.ERROR.name(), "somebody-elses")) {
            String key = id + "-" + topic;
            setAside(key, "x".getBytes(UTF_8), DeadLetters.headers(new RecordHeaders(), BUG, topic, 0, 0));

            Said redriven = scribe("redrive", letterOf(key));

            assertThat(redriven.exit()).as(topic).isEqualTo(ExitCodes.JOB_FAILED);
            assertThat(redriven.err()).contains(topic);
        }
    }

    private Said scribe(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dead-letters"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--server", scribe.url().toString()));
        return Said.by(all.toArray(String[]::new));
    }

    private String letterOf(String key) throws Exception {
        List<String> found = new ArrayList<>();
        Patience.until("a letter of " + key, () -> {
            for (JsonNode letter :
                    api.read(api.get("/api/v1/admin/dead-letters")).path("dead_letters")) {
                if (letter.path("key").asText().equals(key)) {
                    found.add(letter.path("id").asText());
                }
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }

    private void setAside(String key, byte[] value, Headers headers) throws Exception {
        raw.send(new ProducerRecord<>(Topics.DEAD_LETTERS, null, key, value, headers))
                .get();
    }

    /** In the wire format, made once more each time: the bytes are always the same. */
    private byte[] job() throws Exception {
        Path recording = scribe.recordings().resolve("letters.wav");
        if (!Files.exists(recording)) {
            Files.copy(LongSpeech.ONCE, recording);
        }
        return scribe.wire()
                .serde(Topics.JOBS)
                .serialize(
                        Topics.JOBS.name(),
                        TranscriptionJob.newBuilder()
                                .setJobId(id)
                                .setSource(Source.newBuilder()
                                        .setKind(SourceKind.FILE)
                                        .setLocation(recording.toString())
                                        .build())
                                .build());
    }

    /** All committed records of a key on a topic, up to now. */
    private List<ConsumerRecord<String, byte[]>> records(String topic, String key) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                scribe.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "key.deserializer",
                "org.apache.kafka.common.serialization.StringDeserializer",
                "value.deserializer",
                "org.apache.kafka.common.serialization.ByteArrayDeserializer"))) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (key.equals(record.key())) {
                        records.add(record);
                    }
                }
            }
        }
        return records;
    }
}

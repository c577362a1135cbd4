package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.standalone.embedded.EmbeddedKafka;
import io.scribestream.testkit.Sounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was ended half-way goes on where it was: what was heard and committed is not heard again. */
class ResumeIT {

    /** 82 s of speech, which are four chunks. */
    private static final int TIMES = 8;

    private static final int CHUNKS = 4;

    private static final Pattern HEARD = Pattern.compile("chunk heard .*chunkIndex=(\\d+)");

    @TempDir
    Path home;

    private ScribeCommand scribe;
    private Path recording;

    @BeforeEach
    void record() throws IOException {
        scribe = ScribeCommand.in(home);
        recording = Sounds.wav(home.resolve("long.wav"), Speech.repeated(TIMES, 3));
    }

    @Test
    void goesOnAfterKill9AndHearsNothingTwice() throws Exception {
        Finished killed;
        try (RunningCommand running = oneByOne().start("transcribe", recording, "--verbose")) {
            running.awaitOnErr("chunk heard", 2); // one after the other: the first was committed before
            killed = running.kill();
        }
        Finished finished = scribe.run("transcribe", recording, "--verbose");

        assertThat(killed.exit()).isEqualTo(128 + 9);
        assertThat(killed.out()).isEmpty();
        hasTheWholeText(finished);
        Set<Integer> twice = heardBy(killed);
        twice.retainAll(heardBy(finished));
        assertThat(twice).as("only what was being committed").hasSizeLessThanOrEqualTo(1);
        assertThat(committedHearings())
                .as("in committed records, each chunk was heard once")
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, CHUNKS).boxed().toList());
    }

    @Test
    void endsSoonAfterCtrlCAndGoesOnWithMoreAtOnce() throws Exception {
        Finished interrupted;
        int exit;
        long pressed;
        try (RunningCommand running = oneByOne().start("transcribe", recording, "--verbose")) {
            running.awaitOnErr("chunk heard", 1);
            pressed = System.nanoTime();
            exit = running.interrupt();
            interrupted = running.awaitEnd();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - pressed);
        Finished finished = scribe.run("transcribe", recording, "--verbose");

        assertThat(interrupted.exit()).as(interrupted.toString()).isEqualTo(exit);
        assertThat(interrupted.out()).isEmpty();
        assertThat(interrupted.err()).contains("scribe: stopping; run the same command again to go on from here");
        assertThat(took)
                .as("not as long as the chunk would have taken, and no patience ran out")
                .isLessThan(Duration.ofSeconds(20));
        assertThat(interrupted.err()).doesNotContain("without waiting any longer");
        hasTheWholeText(finished);
        assertThat(heardBy(finished))
                .as("an orderly end commits all that was heard")
                .doesNotContainAnyElementsOf(heardBy(interrupted));
    }

    private ScribeCommand oneByOne() {
        return scribe.with("WHISPER_LANES", "1");
    }

    private static void hasTheWholeText(Finished finished) {
        assertThat(finished.exit()).as(finished.toString()).isZero();
        // Where a chunk ends inside the third repetition, the model may complete it by heart: 15 of 176 words.
        // A chunk that is missing, or there twice, would be a quarter of all.
        assertThat(Speech.against(finished.out(), TIMES).rate())
                .as(finished.toString())
                .isLessThan(0.12);
    }

    private static Set<Integer> heardBy(Finished run) {
        Stream<MatchResult> lines = HEARD.matcher(run.err()).results();
        return lines.map(line -> Integer.valueOf(line.group(1))).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Chunk indexes of the HEARD events on the topic, as any client would see them. */
    private List<Integer> committedHearings() throws IOException {
        Path broker;
        try (Stream<Path> models = Files.list(scribe.data().resolve("transcribe"))) {
            broker = models.findFirst().orElseThrow().resolve("kafka");
        }
        List<Integer> chunks = new ArrayList<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(broker, 0);
                EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers())) {
            for (JobEvent event : events(kafka.bootstrapServers(), new Wire(registry))) {
                if (event.getType() == EventType.HEARD) {
                    chunks.add(Integer.valueOf(event.getDetails().get("chunkIndex")));
                }
            }
        }
        return chunks;
    }

    private static List<JobEvent> events(String bootstrapServers, Wire wire) {
        List<JobEvent> events = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> event : consumer.poll(Duration.ofMillis(200))) {
                    events.add(wire.serde(Topics.EVENTS).deserialize(event.topic(), event.value()));
                }
            }
        }
        return events;
    }
}

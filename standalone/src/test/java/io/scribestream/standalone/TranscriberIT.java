package io.scribestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.FlowRunner;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.TopicCreator;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Span;
import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.schemas.registry.RegistryServer;
import io.scribestream.transcriber.Transcriber;
import io.scribestream.transcriber.TranscriberConfig;
import io.scribestream.transcriber.engine.AbortedException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Speech;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The transcriber's flow on a real broker, with an engine that does what it is told. */
@ExtendWith(KafkaUnderTest.Extension.class)
class TranscriberIT {

    private static final int LANES = 2;
    private static final Heard NOTHING = new Heard("en", 1, List.of());

    @TempDir
    private Path folder;

    private final KafkaUnderTest kafka;
    private final String job = "job-" + UUID.randomUUID();
    private final AtomicInteger calls = new AtomicInteger();
    private EmbeddedSchemaRegistry schemas;
    private RegistryServer registry;
    private KafkaProducer<String, byte[]> producer;
    private Tail tail;
    private Env env;

    TranscriberIT(KafkaUnderTest kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void begin() throws Exception {
        schemas = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers());
        registry = RegistryServer.onLoopback(schemas, 0);
        env = Env.of(Map.of())
                .with(Setting.KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers())
                .with(Setting.SCRIBE_INSTANCE_ID, job)
                .with(Setting.SCRIBE_STATE_DIR, folder.resolve("state").toString())
                .with(Setting.SCRIBE_RETRY_FIRST, "1ms")
                .with(Setting.SCRIBE_BREAKER_OPEN, "200ms")
                .with(Setting.SCRIBE_JOB_PARTITIONS, KafkaUnderTest.PARTITIONS)
                .with(Setting.SCRIBE_AUDIO_PARTITIONS, KafkaUnderTest.PARTITIONS);
        TopicCreator.ensure(RuntimeConfig.from(env), Duration.ofSeconds(60));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
        tail = new Tail(kafka.bootstrapServers(), registry.url().toString());
    }

    @AfterEach
    void end() {
        tail.close();
        producer.close();
        registry.close();
        schemas.close();
    }

    @Test
    void hearsNothingMoreOfAJobThatWasCancelledAndAnswersAllItsChunks() throws Exception {
        int chunks = 40;
        try (Running transcriber = run(TranscriberIT::hearUntilToldToEnd)) {
            for (int index = 0; index < chunks; index++) {
                send(index % LANES, index);
            }
            Patience.until("chunks in the engine", () -> calls.get() == LANES);

            sendCancelled();

            tail.until("an answer for each chunk", t -> answers().size() >= chunks);
        }
        assertThat(answers())
                .extracting(ChunkTranscript::getIndex)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, chunks).boxed().toList());
        assertThat(answers())
                .allSatisfy(
                        answer -> assertThat(answer.getFailure().getReason()).isEqualTo("cancelled"));
        assertThat(calls).as("only what was in the engine").hasValue(LANES);
    }

    @Test
    void knowsAfterARestartWhichJobsWereCancelledBefore() throws Exception {
        sendCancelled();
        try (Running transcriber = run(TranscriberIT::hearUntilToldToEnd)) {
            send(0, 0);
            tail.until("an answer", t -> answers().size() == 1);
        }
        assertThat(answers().get(0).getFailure().getReason()).isEqualTo("cancelled");
    }

    @Test
    void showsAResultAtOnceHoweverLongTheNextChunkTakes() throws Exception {
        env = env.with(Setting.SCRIBE_COMMIT_INTERVAL, "30s"); // by itself it would be committed with the next one
        CountDownLatch seen = new CountDownLatch(1);
        AtomicInteger first = new AtomicInteger();
        try (Running transcriber = run(abort -> {
            if (first.getAndIncrement() > 0) {
                await(seen);
            }
            return NOTHING;
        })) {
            send(0, 0);
            send(0, 1);

            tail.until(
                    "the first result, while the second chunk is heard",
                    t -> answers().size() == 1);
            seen.countDown();
            tail.until("both results", t -> answers().size() == 2);
        }
        assertThat(calls).as("none is heard twice").hasValue(2);
    }

    @Test
    void waitsForAnEngineThatIsAwayAndSaysSo() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        try (Running transcriber = run(abort -> {
            if (failures.getAndIncrement() < 12) {
                throw new UnavailableException("no memory");
            }
            return NOTHING;
        })) {
            for (int index = 0; index < 6; index++) {
                send(index % LANES, index);
            }
            tail.until("a result for each chunk", t -> answers().size() == 6);
            tail.until("the breaker's end", t -> changes().contains("half_open>closed"));
        }
        assertThat(answers())
                .allSatisfy(answer -> assertThat(answer.getFailure()).isNull());
        assertThat(changes()).startsWith("closed>open", "open>half_open").endsWith("half_open>closed");
    }

    @Test
    void keepsTheNamesOfItsTransactionsSoThatItEndsWhatAKilledProcessLeftOpen() throws Exception {
        Set<String> before = transactions();
        run(abort -> NOTHING).close();
        Set<String> first = transactions();
        run(abort -> NOTHING).close();

        assertThat(first).hasSize(before.size() + LANES);
        assertThat(transactions()).isEqualTo(first);
    }

    private Set<String> transactions() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.listTransactions().all().get().stream()
                    .map(TransactionListing::transactionalId)
                    .filter(id -> id.startsWith("scribestream-transcriber-"))
                    .collect(Collectors.toSet());
        }
    }

    private void sendCancelled() throws Exception {
        JobFailure cancelled = new JobFailure(job, "acme", "cancelled", "", null, Instant.now(), Map.of(), "");
        send(Topics.ERROR, null, job, cancelled);
    }

    /** Long before its deadline, if the end of its job becomes known. */
    private static Heard hearUntilToldToEnd(BooleanSupplier abort) {
        try {
            Patience.until("the end of a call", abort::getAsBoolean);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AbortedException();
    }

    private List<ChunkTranscript> answers() {
        return tail.of(ChunkTranscript.class, job);
    }

    private List<String> changes() {
        return tail.of(JobEvent.class, "@engine@" + job).stream()
                .filter(event -> event.getType() == EventType.BREAKER)
                .map(event -> event.getDetails().get("from") + ">"
                        + event.getDetails().get("to"))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(Patience.LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("never came");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void send(int partition, int index) throws Exception {
        AudioChunk chunk = AudioChunk.newBuilder()
                .setJobId(job)
                .setIndex(index)
                .setPcm(ByteBuffer.allocate(32_000))
                .setSpans(List.of(new Span(0L, 0, 16_000)))
                .build();
        send(Topics.AUDIO, partition, Topics.chunkKey(job, index), chunk);
    }

    private <V extends SpecificRecord> void send(Topic<V> topic, Integer partition, String key, V value)
            throws Exception {
        byte[] bytes = new Wire(schemas).serde(topic).serializer().serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), partition, key, bytes)).get();
    }

    private Running run(Called engine) throws InterruptedException {
        Transcriber transcriber =
                Transcriber.of(new ToldEngine(engine), TranscriberConfig.from(env), new Guards(GuardConfig.from(env)));
        FlowRunner runner = new FlowRunner(transcriber.flow(), new Wire(schemas), RuntimeConfig.from(env));
        runner.start();
        runner.awaitRunning(Patience.LONG);
        return new Running(transcriber, runner);
    }

    private record Running(Transcriber transcriber, FlowRunner runner) implements AutoCloseable {
        @Override
        public void close() {
            transcriber.stopHearing();
            runner.close();
            transcriber.close();
        }
    }

    private interface Called {
        Heard hear(BooleanSupplier abort);
    }

    private final class ToldEngine implements Engine {

        private final Called called;

        ToldEngine(Called called) {
            this.called = called;
        }

        @Override
        public Heard hear(Speech speech, Effort effort, BooleanSupplier abort) {
            calls.incrementAndGet();
            return called.hear(abort);
        }

        @Override
        public int lanes() {
            return LANES;
        }

        @Override
        public String name() {
            return "told 1";
        }

        @Override
        public String model() {
            return "none 000000000000";
        }

        @Override
        public void close() {}
    }
}

package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.trace.v1.Span;
import io.scribestream.chunker.Chunker;
import io.scribestream.chunker.ChunkerConfig;
import io.scribestream.merger.MergerFlow;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.FlowRunner;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.TopicCreator;
import io.scribestream.runtime.Wire;
import io.scribestream.runtime.trace.Tracing;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import io.scribestream.standalone.ApiProcess;
import io.scribestream.standalone.Jobs;
import io.scribestream.standalone.LongSpeech;
import io.scribestream.standalone.Patience;
import io.scribestream.standalone.embedded.EmbeddedKafka;
import io.scribestream.testkit.WordErrorRate;
import io.scribestream.transcriber.Transcriber;
import io.scribestream.transcriber.TranscriberConfig;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.probe.Engines;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gap of real speech, heard again when that is ordered: that chunk alone, and the transcript is whole. */
class RedriveIT {

    /** 104 s with pauses, which are four chunks or more. */
    private static final int TIMES = 8;

    private static final Duration START = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Heardings heard = new Heardings();
    private final Wire wire = new Wire(new InMemorySchemaRegistry());
    private Env env;
    private Flow chunking;
    private FlowRunner chunkerRunner;
    private FlowRunner mergerRunner;
    private OnceDeaf engine;
    private Jobs jobs;
    private ApiProcess process;
    private Api api;

    @BeforeEach
    void start() throws Exception {
        EmbeddedKafka kafka = add(EmbeddedKafka.start(folder.resolve("kafka"), 0));
        Env asked = Env.of(Map.of())
                .with(Setting.SCRIBE_HTTP_PORT, "0")
                .with(Setting.SCRIBE_INSTANCE_ID, "local")
                .with(Setting.KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers())
                .with(Setting.SCRIBE_STATE_DIR, folder.resolve("state").toString());
        LocalSettings settings = LocalSettings.of(asked, folder, asked.text(Setting.WHISPER_MODEL), 0);
        LocalModel model = LocalModel.find(settings, new Screen(System.out, System.err, false));
        env = LocalEnv.of(settings, model, folder);
        TopicCreator.ensure(RuntimeConfig.from(env), START);
        TranscriberConfig transcribing = TranscriberConfig.from(env);
        engine = new OnceDeaf(Engines.open(transcribing.engine()));
        Guards guards = new Guards(GuardConfig.from(env));
        Transcriber transcriber = add(Transcriber.of(engine, transcribing, guards));
        Chunker chunker = add(Chunker.create(ChunkerConfig.from(env), guards));
        chunking = chunker.flow();
        chunkerRunner = run(chunking);
        mergerRunner = run(new MergerFlow());
        List<FlowRunner> runners = List.of(chunkerRunner, mergerRunner, run(transcriber.flow()));
        process = add(ApiProcess.start(env, wire, ApiProcess.Inside.serve(runners, List.of())));
        process.board().awaitRunning(START);
        for (FlowRunner runner : runners) {
            runner.awaitRunning(START);
        }
        api = new Api(URI.create("http://127.0.0.1:" + process.port()));
        jobs = add(new Jobs(kafka.bootstrapServers(), wire));
        jobs.catchUp(heard);
    }

    @AfterEach
    void stop() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void hearsOnlyTheGapAgainAndGivesTheNextVersionWithItsWordsAcrossARestart() throws Exception {
        // Given
        engine.isDeafOnce();
        String id = api.submit(LongSpeech.write(folder.resolve("long.wav"), TIMES), Map.of("language", "en"));
        JsonNode first = api.transcript(id);
        JsonNode gaps = first.path("coverage").path("gaps");
        assertThat(gaps)
                .as("the stretches of speech in that chunk")
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap.path("reason").asText()).isEqualTo("engine_failed"));
        assertThat(rate(first)).as("a good part is missing").isGreaterThan(0.15);
        assertThat(uploads()).as("kept for a redrive").hasSize(1);
        Said shown = Said.by("result", id, "--show-gaps", "--server", server());
        assertThat(shown.out()).containsPattern("\\[gap \\d\\d:\\d\\d:\\d\\d-\\d\\d:\\d\\d:\\d\\d: engine_failed\\]");
        int calls = engine.calls.get();
        // When
        engine.waits.set(new CountDownLatch(1));
        Said redriven = Said.by("redrive", id, "--server", server());
        assertThat(redriven.exit()).as(redriven.err()).isEqualTo(ExitCodes.DONE);
        Patience.until("the gap is being heard", () -> engine.calls.get() > calls);
        assertThat(api.status(id).path("redrive").path("state").asText()).isEqualTo("running");
        assertThat(api.status(id).path("state").asText()).isEqualTo("completed");
        restartChunkerAndMerger();
        engine.waits.get().countDown();
        Patience.until(
                "the second version", () -> api.status(id).path("version").asInt() == 2);
        // Then
        JsonNode second = api.read(api.result(id, "json"));
        assertThat(rate(second)).as(second.path("text").asText()).isLessThan(0.12);
        assertThat(second.path("coverage").path("gaps")).isEmpty();
        assertThat(second.path("fixed")).isEqualTo(gaps);
        assertThat(sum(second))
                .isEqualTo(
                        second.path("coverage").path("samples").path("duration").asLong());
        assertThat(api.status(id).has("redrive")).isFalse();
        Patience.until("what was heard", () -> {
            jobs.poll(Duration.ofMillis(50), heard);
            return heard.of(id, 1).size() == 1 && heard.versions.size() == 2;
        });
        jobs.poll(Duration.ofSeconds(1), heard);
        assertThat(heard.of(id, 0)).as("each chunk once at first").doesNotHaveDuplicates();
        assertThat(heard.of(id, 1)).as("and then that one").containsExactly(heard.failed);
        assertThat(engine.calls.get() - calls).as("tries at one chunk").isBetween(1, 3);
        assertThat(heard.versions).containsExactly(1, 2);
        Patience.until("its upload is gone", () -> uploads().isEmpty());
        Said again = Said.by("redrive", id, "--server", server());
        assertThat(again.exit()).isEqualTo(ExitCodes.JOB_FAILED);
        assertThat(again.err()).contains("has no gaps");
    }

    @Test
    void keepsTheTranscriptWhereTheSourceOfItsGapIsGone() throws Exception {
        engine.isDeafOnce();
        String id = api.submit(LongSpeech.write(folder.resolve("long.wav"), 4), Map.of("language", "en"));
        JsonNode first = api.transcript(id);
        for (Path upload : uploads()) {
            Files.delete(upload);
        }

        Said.by("redrive", id, "--server", server());

        Patience.until(
                "why not",
                () -> api.status(id).path("redrive").path("state").asText().equals("failed"));
        JsonNode status = api.status(id);
        assertThat(status.path("redrive").path("reason").asText()).isEqualTo("source_not_found");
        assertThat(status.path("state").asText()).isEqualTo("completed");
        assertThat(api.read(api.result(id, "json&words=true"))).isEqualTo(first);
        jobs.poll(Duration.ofSeconds(1), heard);
        assertThat(heard.versions).containsExactly(1);
        assertThat(heard.failures).isEmpty();
    }

    @Test
    void showsTheRedriveInTheTraceOfItsJob() throws Exception {
        SpanCollector collector = add(new SpanCollector());
        add(Tracing.start(
                Env.of(Map.of()).with(Setting.OTEL_EXPORTER_OTLP_ENDPOINT, collector.endpoint()),
                "scribestream-test",
                "1"));
        engine.isDeafOnce();
        String id = api.submit(LongSpeech.write(folder.resolve("long.wav"), 4), Map.of("language", "en"));
        api.transcript(id);

        Said.by("redrive", id, "--server", server());

        Patience.until("the merge of the redrive", () -> merges(collector).size() == 2);
        assertThat(merges(collector))
                .allSatisfy(merge -> assertThat(SpanCollector.attributes(merge)).containsEntry("job.id", id))
                .extracting(merge -> SpanCollector.attributes(merge).get("redrive"))
                .containsExactly("0", "1");
        Span taken = collector.named("take job").get(0);
        assertThat(merges(collector))
                .allSatisfy(merge -> assertThat(merge.getParentSpanId()).isEqualTo(taken.getSpanId()))
                .allSatisfy(merge -> assertThat(merge.getTraceId()).isEqualTo(taken.getTraceId()));
    }

    private static List<Span> merges(SpanCollector collector) {
        return collector.named("merge transcript");
    }

    /** What they know of the redrive comes from their stores. */
    private void restartChunkerAndMerger() throws InterruptedException {
        chunkerRunner.close();
        mergerRunner.close();
        run(chunking).awaitRunning(START);
        run(new MergerFlow()).awaitRunning(START);
    }

    private FlowRunner run(Flow flow) {
        FlowRunner runner = add(new FlowRunner(flow, wire, RuntimeConfig.from(env)));
        runner.start();
        return runner;
    }

    private <T extends AutoCloseable> T add(T part) {
        open.push(part);
        return part;
    }

    private String server() {
        return "http://127.0.0.1:" + process.port();
    }

    private List<Path> uploads() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("uploads"))) {
            return files.toList();
        }
    }

    private static double rate(JsonNode transcript) {
        return WordErrorRate.of(LongSpeech.words(TIMES), transcript.path("text").asText(), "en")
                .rate();
    }

    private static long sum(JsonNode transcript) {
        JsonNode samples = transcript.path("coverage").path("samples");
        return samples.path("transcribed").asLong()
                + samples.path("silent").asLong()
                + samples.path("suppressed").asLong()
                + samples.path("gap").asLong();
    }

    /** What the topics say, for everybody to read. */
    private static final class Heardings implements Jobs.Listener {

        private final List<JobEvent> events = new ArrayList<>();
        private final List<Integer> versions = new ArrayList<>();
        private final List<JobFailure> failures = new ArrayList<>();
        private int failed = -1;

        @Override
        public void happened(JobEvent event) {
            if (event.getType() == EventType.HEARD) {
                events.add(event);
                failed = event.getReason().isEmpty() ? failed : index(event);
            }
        }

        @Override
        public void done(Transcript transcript) {
            versions.add(transcript.getVersion());
        }

        @Override
        public void failed(JobFailure failure) {
            failures.add(failure);
        }

        /** Indexes of the chunks that a redrive heard; 0 for the first hearing. */
        List<Integer> of(String jobId, int redrive) {
            return events.stream()
                    .filter(event -> event.getJobId().equals(jobId))
                    .filter(event ->
                            event.getDetails().getOrDefault("redrive", "0").equals(Integer.toString(redrive)))
                    .map(Heardings::index)
                    .toList();
        }

        private static int index(JobEvent event) {
            return Integer.parseInt(event.getDetails().get("chunkIndex"));
        }
    }

    /** The real engine, but for one call that it cannot do. */
    private static final class OnceDeaf implements Engine {

        private static final double GOOD_PART = 15;

        private final Engine real;
        private final AtomicInteger calls = new AtomicInteger();

        /** Each call waits for this first. */
        private final AtomicReference<CountDownLatch> waits = new AtomicReference<>(new CountDownLatch(0));

        private final AtomicBoolean deaf = new AtomicBoolean();

        OnceDeaf(Engine real) {
            this.real = real;
        }

        /** At the next chunk that holds a good part of the recording: which one comes next is chance. */
        void isDeafOnce() {
            deaf.set(true);
        }

        @Override
        public Heard hear(Speech speech, Effort effort, BooleanSupplier abort) {
            calls.incrementAndGet();
            await(waits.get());
            if (speech.seconds() > GOOD_PART && deaf.compareAndSet(true, false)) {
                throw new RejectedException(Reason.ENGINE_FAILED, "the engine cannot hear this");
            }
            return real.hear(speech, effort, abort);
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(Patience.LONG.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody let the engine go on");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public int lanes() {
            return real.lanes();
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public String model() {
            return real.model();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}

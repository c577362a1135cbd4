package io.scribestream.benchmarks;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.standalone.Jobs;
import io.scribestream.standalone.SingleJvm;
import io.scribestream.standalone.StartUp;
import io.scribestream.testkit.Repository;
import io.scribestream.transcriber.engine.EngineChoice;
import io.scribestream.transcriber.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** All of Scribestream in this JVM, ready before the first measurement. */
final class WarmJvm implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(5);

    /**
     * @param seconds from sending the job to reading its outcome
     * @param engineSeconds what the transcribers needed for its chunks, added up
     */
    record Timing(double seconds, double engineSeconds) {}

    private final SingleJvm jvm;
    private final Jobs jobs;

    private WarmJvm(SingleJvm jvm, Jobs jobs) {
        this.jvm = jvm;
        this.jobs = jobs;
    }

    /** With as many chunks heard at once as the engine takes by itself. */
    static WarmJvm start(Path directory, EngineChoice engine) throws InterruptedException {
        Env env = Env.of(Map.of())
                .with(
                        Setting.WHISPER_MODEL,
                        Repository.file("models/ggml-base-q8_0.bin").toString())
                .with(
                        Setting.VAD_MODEL,
                        Repository.file("models/silero-vad-v5-sequence.onnx").toString())
                .with(Setting.SCRIBE_SOURCE_DIRS, "/")
                .with(Setting.SCRIBE_JOB_PARTITIONS, "1")
                .with(Setting.WHISPER_ENGINE, engine.toString())
                .with(Setting.SCRIBE_UPLOAD_DIR, directory.resolve("uploads").toString())
                .with(Setting.SCRIBE_SPOOL_DIR, directory.resolve("spool").toString())
                .with(Setting.SCRIBE_CACHE_DIR, directory.resolve("cache").toString());
        int lanes = EngineSettings.from(env).mostLanes();
        env = env.with(Setting.SCRIBE_AUDIO_PARTITIONS, Integer.toString(lanes));
        SingleJvm jvm = SingleJvm.start(env, directory, 0, job -> true, new StartUp());
        jvm.awaitRunning(PATIENCE);
        Jobs jobs = new Jobs(jvm.bootstrapServers(), jvm.wire());
        jobs.catchUp(new Outcome("none"));
        return new WarmJvm(jvm, jobs);
    }

    /** The settings all of it was started with. */
    Env env() {
        return jvm.env();
    }

    Timing transcribe(Path file, String id) {
        Outcome outcome = new Outcome(id);
        long start = System.nanoTime();
        jobs.send(TranscriptionJob.newBuilder()
                .setJobId(id)
                .setSource(Source.newBuilder()
                        .setKind(SourceKind.FILE)
                        .setLocation(file.toString())
                        .build())
                .setOptions(new JobOptions("en", "", false))
                .build());
        while (!outcome.over.get()) {
            jobs.poll(LOOK, outcome);
            jvm.requireHealthy();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Timing(seconds, outcome.engineMillis.get() / 1e3);
    }

    @Override
    public void close() {
        jobs.close();
        jvm.close();
    }

    private static final class Outcome implements Jobs.Listener {

        private final String id;
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicLong engineMillis = new AtomicLong();

        Outcome(String id) {
            this.id = id;
        }

        @Override
        public void happened(JobEvent event) {
            if (event.getJobId().equals(id) && event.getType() == EventType.HEARD) {
                engineMillis.addAndGet(Long.parseLong(event.getDetails().getOrDefault("tookMs", "0")));
            }
        }

        @Override
        public void done(Transcript transcript) {
            over.compareAndSet(false, transcript.getJobId().equals(id));
        }

        @Override
        public void failed(JobFailure failure) {
            if (failure.getJobId().equals(id)) {
                throw new IllegalStateException("the job failed: " + failure.getMessage());
            }
        }
    }
}

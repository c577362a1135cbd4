package io.scribestream.standalone.cli;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Setting;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.standalone.DataDirectory;
import io.scribestream.standalone.Jobs;
import io.scribestream.standalone.SingleJvm;
import io.scribestream.standalone.StartUp;
import io.scribestream.standalone.models.ModelFetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Transcribes some recordings in this JVM: sends a job for each, follows them, writes what comes out. */
final class Transcription {

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final String CLIENT = "command-line";

    private final Screen screen;
    private final LocalSettings settings;
    private final JobOptions options;
    private final Outputs outputs;
    private final boolean allowGaps;
    private final TranscriptCache cache;
    private final StartUp startUp = new StartUp();
    private final List<Work> works = new ArrayList<>();

    /** @param allowGaps whether a transcript with gaps is as good as one without */
    Transcription(Screen screen, LocalSettings settings, JobOptions options, Outputs outputs, boolean allowGaps) {
        this.screen = screen;
        this.settings = settings;
        this.options = options;
        this.outputs = outputs;
        this.allowGaps = allowGaps;
        this.cache = new TranscriptCache(settings.data().resolve("transcripts"));
    }

    /**
     * @param again whether to transcribe anew what is done already
     * @return the exit code
     */
    int run(List<Path> files, List<Optional<Path>> places, boolean again, boolean quiet) {
        LocalModel model = quiet ? LocalModel.findQuietly(settings) : LocalModel.find(settings, screen);
        for (int i = 0; i < files.size(); i++) {
            Work work = new Work(files.get(i), places.get(i));
            works.add(work);
            look(work, model);
            if (work.isOpen() && !again) {
                cache.find(work.baseId()).ifPresent(transcript -> done(work, transcript));
            }
        }
        // Around the report too: the process waits for it after a signal.
        try (StopOnSignal stop = StopOnSignal.install()) {
            if (works.stream().anyMatch(Work::isOpen)) {
                try (DataDirectory data = DataDirectory.lock(settings.data(), "scribe transcribe")) {
                    hear(data, model, again, quiet, stop);
                }
            }
            return stop.exitCode(report());
        }
    }

    /** What took how long, a line each. */
    List<String> steps() {
        return startUp.lines();
    }

    private void look(Work work, LocalModel model) {
        Path file = work.file();
        try {
            if (!Files.exists(file)) {
                work.failed("there is no such file [source_not_found]");
            } else if (!Files.isRegularFile(file)) {
                work.failed("that is not a file [source_not_found]");
            } else {
                String sha256 = ModelFetcher.sha256(file);
                work.isContent(sha256, Files.size(file), JobIds.of(sha256, options, model.sum()));
            }
        } catch (IOException e) {
            work.failed("it cannot be read: " + e.getMessage() + " [source_not_found]");
        }
    }

    private void hear(DataDirectory data, LocalModel model, boolean again, boolean quiet, StopOnSignal stop) {
        Set<String> ours = ConcurrentHashMap.newKeySet(); // asked by the chunker's threads
        // A directory for each model: chunks that an interrupted run left are never heard by another one.
        Path directory = data.root().resolve("transcribe").resolve(model.sum());
        Env env = LocalEnv.of(settings, model, directory)
                // Whoever runs this command may read what he may read; the limit is for jobs of strangers.
                .with(Setting.SCRIBE_SOURCE_DIRS, directory.getRoot().toString());
        try (SingleJvm jvm = SingleJvm.start(env, directory, 0, ours::contains, startUp);
                Jobs jobs = new Jobs(jvm.bootstrapServers(), jvm.wire())) {
            stop.tell(() -> {
                screen.say("stopping; run the same command again to go on from here");
                jvm.stopHearing();
            });
            Past past = new Past(again);
            jobs.catchUp(past);
            for (Work work : works) {
                if (work.isOpen()) {
                    start(work, past.over, jobs, ours);
                }
            }
            try (ProgressView progress = ProgressView.on(screen, quiet, System::nanoTime)) {
                Present present = new Present(progress);
                while (!stop.requested() && works.stream().anyMatch(Work::isOpen)) {
                    jobs.poll(LOOK, present);
                    jvm.requireHealthy();
                }
            }
            print(); // nobody need wait for the end of the broker to read it
        }
    }

    /** Writes to standard output what belongs there, each transcript once. */
    private void print() {
        for (Work work : works) {
            Transcript transcript = work.transcript();
            if (transcript != null && work.place().isEmpty() && work.isToPrint()) {
                write(work, transcript);
            }
        }
    }

    /** Sends the job; where it was sent before, Kafka's flows know it and go on where they were. */
    private void start(Work work, Set<String> over, Jobs jobs, Set<String> ours) {
        String id = JobIds.next(work.baseId(), over);
        work.isTry(id);
        ours.add(id);
        jobs.send(TranscriptionJob.newBuilder()
                .setJobId(id)
                .setClient(CLIENT)
                .setSource(new Source(
                        SourceKind.FILE,
                        work.file().toAbsolutePath().normalize().toString(),
                        work.name(),
                        work.bytes(),
                        work.sha256()))
                .setOptions(options)
                .setSubmittedAt(Instant.now())
                .build());
    }

    private int report() {
        int exit = ExitCodes.DONE;
        print();
        for (Work work : works) {
            if (work.transcript() != null) {
                if (remark(work, work.transcript()) && !allowGaps) {
                    exit = Math.max(exit, ExitCodes.JOB_FAILED);
                }
            } else if (work.problem() != null) {
                screen.say(work.file() + ": " + work.problem());
                exit = Math.max(exit, ExitCodes.JOB_FAILED);
            } else {
                exit = Math.max(exit, ExitCodes.JOB_FAILED); // stopped by a signal, which was said already
            }
            if (work.unwritten() != null) {
                screen.say(work.file() + ": " + work.unwritten().told());
                exit = ExitCodes.ENVIRONMENT;
            }
        }
        return exit;
    }

    /**
     * What a reader of the text must know and would not see in it.
     *
     * @return whether there are gaps
     */
    private boolean remark(Work work, Transcript transcript) {
        if (!transcript.getDamaged().isEmpty()) {
            screen.say(work.file() + ": damaged: " + transcript.getDamaged());
        }
        List<String> gaps = GapLines.of(transcript.getCoverage());
        gaps.forEach(line -> screen.say(work.file() + ": " + line));
        return !gaps.isEmpty();
    }

    /** Outcomes of earlier runs: what is done is not done again, what failed gets another try under another id. */
    private final class Past implements Jobs.Listener {

        private final Set<String> over = new HashSet<>();
        private final boolean again;

        Past(boolean again) {
            this.again = again;
        }

        @Override
        public void done(Transcript transcript) {
            over.add(transcript.getJobId());
            for (Work work : works) {
                if (!again && work.isOpen() && JobIds.isTryOf(transcript.getJobId(), work.jobId())) {
                    keep(work, transcript);
                }
            }
        }

        @Override
        public void failed(JobFailure failure) {
            over.add(failure.getJobId());
        }
    }

    /** What happens to our jobs now. */
    private final class Present implements Jobs.Listener {

        private final ProgressView progress;

        Present(ProgressView progress) {
            this.progress = progress;
        }

        @Override
        public void happened(JobEvent event) {
            if (event.getSecondsTotal() > 0) {
                open(event.getJobId())
                        .forEach(work -> progress.show(
                                label(work), Math.max(0, event.getSecondsDone()), event.getSecondsTotal()));
            }
        }

        /** An outcome may be read before the events that led to it: they come from different topics. */
        @Override
        public void done(Transcript transcript) {
            double all = transcript.getDurationSeconds();
            for (Work work : open(transcript.getJobId())) {
                progress.show(label(work), all, all);
                keep(work, transcript);
            }
        }

        @Override
        public void failed(JobFailure failure) {
            open(failure.getJobId()).forEach(work -> work.failed(failure));
        }

        /** Its name, unless another file has the same. */
        private String label(Work work) {
            boolean alone = works.stream()
                    .noneMatch(other -> other != work && other.name().equals(work.name()));
            return alone ? work.name() : work.file().toString();
        }

        /** Two files of a command may have the same bytes, and so be one job. */
        private List<Work> open(String jobId) {
            return works.stream()
                    .filter(work -> work.isOpen() && work.jobId().equals(jobId))
                    .toList();
        }
    }

    private void keep(Work work, Transcript transcript) {
        cache.put(work.baseId(), transcript);
        done(work, transcript);
    }

    /** A file is written at once, whatever becomes of the rest; standard output is, where there is only one recording. */
    private void done(Work work, Transcript transcript) {
        work.done(transcript);
        if (work.place().isPresent()) {
            write(work, transcript);
        }
    }

    /** One that cannot be written is no reason to give up the others. */
    private void write(Work work, Transcript transcript) {
        try {
            outputs.write(transcript, work.place());
        } catch (EnvironmentException e) {
            work.unwritten(e);
        }
    }
}

package io.scribestream.transcriber.engine.whispercpp;

import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.ggml.ModelSum;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Hears with whisper.cpp: the weights once, a native state for each lane. All states are made at the start by one
 * thread, and freed at the end by one: the library does not bear states that come and go while others work.
 */
public final class WhisperCppEngine implements Engine {

    private final WhisperModel model;
    private final LanePool<WhisperLane> lanes;
    private final Threads threads;
    private final String name;
    private final String modelName;

    private WhisperCppEngine(
            WhisperModel model, List<WhisperLane> lanes, Threads threads, String name, String modelName) {
        this.model = model;
        this.lanes = new LanePool<>(lanes);
        this.threads = threads;
        this.name = name;
        this.modelName = modelName;
    }

    /**
     * Loads library and weights into this process. A library for another processor ends the process: have it tried in
     * another one before.
     *
     * @throws io.scribestream.runtime.EnvironmentException if the library or the model is missing or cannot be used
     */
    public static WhisperCppEngine load(EngineConfig config) {
        return load(config, ModelSum.of(config.model(), config.cacheDir()), false);
    }

    /** The same engine made cheap and dull, to see whether it works at all: it looks at the first second only. */
    public static WhisperCppEngine loadToTry(EngineConfig config) {
        return load(config, "", true);
    }

    private static WhisperCppEngine load(EngineConfig config, String sum, boolean trial) {
        // other builds of ggml bring threads of their own, which always spin
        boolean lends = OpenMp.letWaitingThreadsSleep() && config.library() == null;
        Libwhisper library = Libwhisper.load(LibraryFiles.of(config));
        WhisperModel model = WhisperModel.load(library, config.model());
        List<WhisperLane> lanes = new ArrayList<>();
        try {
            for (int i = 0; i < config.lanes(); i++) {
                lanes.add(new WhisperLane(model, config.beam(), trial));
            }
            return new WhisperCppEngine(
                    model,
                    lanes,
                    new Threads(config.threadsPerLane(), lends),
                    "whisper.cpp " + library.version(),
                    nameOf(config.model()) + " " + sum);
        } catch (RuntimeException e) {
            lanes.forEach(WhisperLane::close);
            model.close();
            throw e;
        }
    }

    private static String nameOf(Path model) {
        String file = String.valueOf(model.getFileName());
        return file.endsWith(".bin") ? file.substring(0, file.length() - 4) : file;
    }

    @Override
    public Heard hear(Speech speech, Effort effort, BooleanSupplier abort) {
        WhisperLane lane = lanes.borrow(abort);
        try {
            return lane.hear(speech, effort, threads.forOne(lanes.lent(), lanes.size()), abort);
        } finally {
            lanes.giveBack(lane);
        }
    }

    @Override
    public int lanes() {
        return lanes.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String model() {
        return modelName;
    }

    /** Waits for calls in flight. */
    @Override
    public void close() {
        List<WhisperLane> mine = lanes.close();
        if (!mine.isEmpty()) {
            mine.forEach(WhisperLane::close);
            model.close();
        }
    }
}

package io.scribestream.transcriber.engine.whispercpp;

import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Speech;
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
    private final int threadsPerLane;
    private final String name;
    private final String modelName;

    private WhisperCppEngine(
            WhisperModel model, List<WhisperLane> lanes, int threadsPerLane, String name, String modelName) {
        this.model = model;
        this.lanes = new LanePool<>(lanes);
        this.threadsPerLane = threadsPerLane;
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
        Libwhisper library = Libwhisper.load(LibraryFiles.of(config));
        WhisperModel model = WhisperModel.load(library, config.model());
        List<WhisperLane> lanes = new ArrayList<>();
        try {
            for (int i = 0; i < config.lanes(); i++) {
                lanes.add(new WhisperLane(model, trial));
            }
            return new WhisperCppEngine(
                    model,
                    lanes,
                    config.threadsPerLane(),
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
            return lane.hear(speech, effort, threads(), abort);
        } finally {
            lanes.giveBack(lane);
        }
    }

    /** A chunk that begins while other lanes have nothing to do takes their share: a short job is done sooner. */
    private int threads() {
        return threadsPerLane * Math.max(1, lanes.size() / lanes.lent());
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

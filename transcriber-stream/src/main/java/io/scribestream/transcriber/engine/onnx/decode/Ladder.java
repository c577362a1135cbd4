package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.EngineSettings;
import io.scribestream.transcriber.quality.Compression;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The ways to find a text that are tried one after the other until one looks good. Its limits are the reference's
 * (whisper/transcribe.py).
 */
public final class Ladder {

    /** The most rows that one chunk takes. */
    public static final int WIDTH = EngineSettings.WIDEST_BEAM;

    private static final double[] TEMPERATURES = {0.2, 0.4, 0.6, 0.8, 1.0};
    private static final double COMPRESSION = 2.4;
    private static final double LOG_PROBABILITY = -1;
    private static final double NO_SPEECH = 0.6;

    private final Effort effort;
    private final int width;
    private final SplittableRandom random;

    /** @param rows the most a batch has */
    Ladder(Task task, int rows) {
        this.effort = task.effort();
        this.width = width(task, rows);
        this.random = new SplittableRandom(task.seed());
    }

    /** The most rows it works on. */
    static int width(Task task, int rows) {
        return Math.min(task.effort() == Effort.GREEDY ? task.beam() : WIDTH, rows);
    }

    int rungs() {
        return effort == Effort.GREEDY ? 1 : 1 + TEMPERATURES.length;
    }

    /** @param rung from 0 */
    Strategy strategy(int rung, Choosing choosing) {
        if (rung > 0) {
            return new Sampling(choosing, TEMPERATURES[rung - 1], width, random.split());
        }
        return width == 1 ? new Greedy(choosing) : new Beam(choosing, width);
    }

    /**
     * Whether a text needs no other try: it does not repeat itself, and it is likely, or the model is sure that nobody
     * speaks, when no other text would be likelier.
     */
    boolean isGood(Attempt attempt) {
        boolean silence = attempt.noSpeech() > NO_SPEECH;
        boolean likely = attempt.said().meanLogProbability() >= LOG_PROBABILITY;
        return attempt.compression() <= COMPRESSION && (likely || silence);
    }

    /** The likeliest of those that do not repeat themselves, if there is one. */
    Attempt best(List<Attempt> attempts) {
        ToDoubleFunction<Attempt> likelihood = attempt -> attempt.said().meanLogProbability();
        return attempts.stream()
                .max(Comparator.comparing((Attempt attempt) -> attempt.compression() <= COMPRESSION)
                        .thenComparingDouble(likelihood))
                .orElseThrow();
    }

    /**
     * A text that was found.
     *
     * @param compression how well it compresses
     * @param noSpeech the probability that nobody speaks
     */
    record Attempt(Said said, double compression, float noSpeech) {
        static Attempt of(Said said, String text, float noSpeech) {
            return new Attempt(said, Compression.ratio(text), noSpeech);
        }
    }
}

package io.scribestream.transcriber.engine.onnx;

import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.onnx.decode.Task;
import io.scribestream.transcriber.engine.onnx.features.LogMel;
import io.scribestream.transcriber.engine.onnx.text.Tokenizer;
import java.util.Arrays;

/** Makes of speech what is to be decoded. Immutable; may be shared by threads. */
final class Asking {

    /** In samples: the silence after a chunk that the encoder hears. Without any, the last words suffer. */
    private static final int SILENCE_AFTER = LogMel.SAMPLE_RATE;

    /** The encoder takes two frames of the spectrogram for one of its own. */
    private static final int SAMPLES_A_PAIR = 2 * LogMel.HOP;

    private final LogMel logMel;
    private final Tokenizer tokenizer;

    Asking(LogMel logMel, Tokenizer tokenizer) {
        this.logMel = logMel;
        this.tokenizer = tokenizer;
    }

    /**
     * @param language its place among those of the model; {@link Task#ANY} where it is to be found out
     * @throws IllegalArgumentException if it is longer than 30 s
     */
    Task task(Speech speech, int language, Effort effort) {
        int frames = frames(speech.samples().length);
        return new Task(
                logMel.of(speech.samples(), frames),
                frames,
                speech.seconds(),
                language,
                speech.translate(),
                tokenizer.prompt(speech.prompt()),
                effort,
                Arrays.hashCode(speech.samples()));
    }

    static int frames(int samples) {
        if (samples > LogMel.FRAMES * LogMel.HOP) {
            throw new IllegalArgumentException("a chunk of " + samples + " samples, more than 30 s");
        }
        int pairs = (samples + SILENCE_AFTER + SAMPLES_A_PAIR - 1) / SAMPLES_A_PAIR;
        return Math.min(2 * pairs, LogMel.FRAMES);
    }
}

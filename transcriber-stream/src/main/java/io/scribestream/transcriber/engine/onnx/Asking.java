package io.scribestream.transcriber.engine.onnx;

import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.onnx.decode.Task;
import io.scribestream.transcriber.engine.onnx.features.LogMel;
import io.scribestream.transcriber.engine.onnx.text.Tokenizer;
import io.scribestream.transcriber.engine.words.Quiet;
import java.util.Arrays;

/** Makes of speech what is to be decoded. Immutable; may be shared by threads. */
final class Asking {

    private static final int A_SECOND = LogMel.SAMPLE_RATE;
    private static final int LONGEST = 30 * A_SECOND;

    /**
     * In samples: a shorter chunk is encoded with less silence behind it than the 30 s of training, which takes a third of
     * the time. Longer ones are not: of some, the last words were heard again and again.
     */
    private static final int SHORT = 12 * A_SECOND;

    private static final int SILENCE_AFTER = A_SECOND;

    /** In samples, silence included: of 2 s with 1 s of silence, one clause was heard over and over. */
    private static final int LEAST = 10 * A_SECOND;

    /** The encoder takes two frames of the spectrogram for one of its own. */
    private static final int SAMPLES_A_PAIR = 2 * LogMel.HOP;

    private final LogMel logMel;
    private final Tokenizer tokenizer;
    private final int beam;

    /** @param beam texts that are followed side by side where no more effort is asked for */
    Asking(LogMel logMel, Tokenizer tokenizer, int beam) {
        this.logMel = logMel;
        this.tokenizer = tokenizer;
        this.beam = beam;
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
                Quiet.in(speech.samples(), Speech.SAMPLE_RATE),
                language,
                speech.translate(),
                tokenizer.prompt(speech.prompt()),
                effort,
                beam,
                Arrays.hashCode(speech.samples()));
    }

    /** Of 10 ms. */
    static int frames(int samples) {
        if (samples > LONGEST) {
            throw new IllegalArgumentException("a chunk of " + samples + " samples, more than 30 s");
        }
        if (samples > SHORT) {
            return LogMel.FRAMES;
        }
        int heard = Math.max(samples + SILENCE_AFTER, LEAST);
        return 2 * ((heard + SAMPLES_A_PAIR - 1) / SAMPLES_A_PAIR);
    }
}

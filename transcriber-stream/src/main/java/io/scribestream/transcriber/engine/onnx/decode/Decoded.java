package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.words.Attention;
import java.util.List;

/**
 * The text of a chunk.
 *
 * @param language its place among the model's languages
 * @param languages how likely each language of the model is; empty where the language was given
 * @param noSpeechProbability how likely it is that nobody speaks, 0 to 1
 * @param meanLogProbability of its tokens, the times among them
 * @param stretches in order
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Decoded(
        int language,
        float[] languages,
        float noSpeechProbability,
        double meanLogProbability,
        List<Stretch> stretches) {

    public Decoded {
        stretches = List.copyOf(stretches);
    }

    /**
     * The text between two times, in seconds from the chunk's start. A character may begin in one and end in the next.
     *
     * @param tokens as they were chosen, the times around the text too, and the end behind the last text
     */
    public record Stretch(double start, double end, List<Chosen> tokens) {
        public Stretch {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * A token as it was chosen.
     *
     * @param probability among the tokens that were allowed there, 0 to 1
     * @param attention where the model looked when it chose the token
     */
    public record Chosen(int id, float probability, Attention attention) {}
}

package io.scribestream.transcriber.engine.onnx.model;

import java.nio.FloatBuffer;

/**
 * One text in the making, in the batch of a {@link LanguageModel}. What its methods return is valid until it is given a
 * token, or any row joins, is forked or leaves, and is the thread's that steps it.
 */
public interface Row {

    /** The scores of all tokens of the vocabulary to come next, from position 0 to the limit; not to be changed. */
    FloatBuffer logits();

    /**
     * Where the alignment heads looked while they made {@link #logits()}: after softmax, row-major {@code
     * [heads][frames]}, {@link Encoded#frames()} frames of 20 ms; what it says belongs to the token that is chosen next.
     */
    float[] alignment();

    /** How many tokens it was given so far, the prompt among them. */
    int length();
}

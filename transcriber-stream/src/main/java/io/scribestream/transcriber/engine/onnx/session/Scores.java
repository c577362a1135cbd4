package io.scribestream.transcriber.engine.onnx.session;

import ai.onnxruntime.OrtException;
import io.scribestream.transcriber.engine.onnx.graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** What the decoder says: for each slot the logits, and where the alignment heads looked in the last run. */
final class Scores {

    private final int vocabulary;
    private final int heads;
    private final ByteBuffer logits;
    private final ByteBuffer looked;

    Scores(int slots, int vocabulary, int heads, int maxFrames) {
        this.vocabulary = vocabulary;
        this.heads = heads;
        this.logits = Direct.bytes((long) slots * vocabulary * Float.BYTES);
        this.looked = Direct.bytes((long) slots * heads * maxFrames * Float.BYTES);
    }

    int heads() {
        return heads;
    }

    FloatBuffer logits(int slot) {
        return logits.asReadOnlyBuffer().order(logits.order()).asFloatBuffer().slice(slot * vocabulary, vocabulary);
    }

    void copyLogits(int from, int to) {
        int bytes = vocabulary * Float.BYTES;
        logits.put(to * bytes, logits, from * bytes, bytes);
    }

    /** From a decoder that works on {@code count} slots from {@code first} on and sees so many frames of each. */
    void feed(Feed feed, int first, int count, int frames) throws OrtException {
        feed.output("logits", logits, (long) first * vocabulary * Float.BYTES, ElementType.FLOAT, count, vocabulary);
        feed.output("alignment", looked, 0, ElementType.FLOAT, count, heads, frames);
    }

    /**
     * @param index of the row in the last run
     * @param width how many frames that run saw of each row
     */
    void readAlignment(int index, int width, int frames, float[] into) {
        FloatBuffer from = looked.asFloatBuffer();
        for (int head = 0; head < heads; head++) {
            from.get((index * heads + head) * width, into, head * frames, frames);
        }
    }
}

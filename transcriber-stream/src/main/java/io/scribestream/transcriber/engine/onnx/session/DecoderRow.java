package io.scribestream.transcriber.engine.onnx.session;

import io.scribestream.transcriber.engine.onnx.model.Row;
import java.nio.FloatBuffer;

/** One text of a {@link Decoder}. */
final class DecoderRow implements Row {

    static final int GONE = -1;

    private final EncodedAudio audio;
    private final Scores scores;
    private final float[] alignment;
    private int slot;
    private int length;

    DecoderRow(EncodedAudio audio, Scores scores, int slot, int length) {
        this.audio = audio;
        this.scores = scores;
        this.alignment = new float[scores.heads() * audio.frames()];
        this.slot = slot;
        this.length = length;
    }

    @Override
    public FloatBuffer logits() {
        if (slot == GONE) {
            throw new IllegalStateException("this row has left");
        }
        return scores.logits(slot);
    }

    @Override
    public float[] alignment() {
        return alignment;
    }

    @Override
    public int length() {
        return length;
    }

    EncodedAudio audio() {
        return audio;
    }

    int slot() {
        return slot;
    }

    void moveTo(int newSlot) {
        slot = newSlot;
    }

    void grow() {
        length++;
    }
}

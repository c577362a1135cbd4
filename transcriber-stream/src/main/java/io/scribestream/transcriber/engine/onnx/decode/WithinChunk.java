package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;

/** No time lies beyond the chunk's end. */
final class WithinChunk implements Rule {

    private static final int TIMES_A_SECOND = 50;

    private final Tokens ids;
    private final int last;

    /** @param seconds of sound in the chunk */
    WithinChunk(double seconds, Tokens ids) {
        this.ids = ids;
        this.last = (int) Math.ceil(seconds * TIMES_A_SECOND - 1e-6);
    }

    @Override
    public void restrict(Scores scores, Said said) {
        scores.forbid(ids.firstTime() + last + 1, scores.size());
    }
}

package io.scribestream.transcriber.engine.onnx.decode;

/** No time lies beyond the chunk's end. */
final class WithinChunk implements Rule {

    private final TokenIds ids;
    private final int last;

    /** @param seconds of sound in the chunk */
    WithinChunk(double seconds, TokenIds ids) {
        this.ids = ids;
        this.last = (int) Math.ceil(seconds * TokenIds.TIMES_A_SECOND - 1e-6);
    }

    @Override
    public void restrict(Scores scores, Said said) {
        scores.forbid(ids.firstTime() + last + 1, scores.size());
    }
}

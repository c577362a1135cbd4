package io.scribestream.transcriber.engine.onnx.decode;

/** A transcript begins with a time, and within the first second. */
final class FirstTime implements Rule {

    private static final int LATEST = TokenIds.TIMES_A_SECOND;

    private final TokenIds ids;

    FirstTime(TokenIds ids) {
        this.ids = ids;
    }

    @Override
    public void restrict(Scores scores, Said said) {
        if (said.size() == 0) {
            scores.forbid(0, ids.firstTime());
            scores.forbid(ids.firstTime() + LATEST + 1, scores.size());
        }
    }
}

package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;

/** A transcript begins with a time, and within the first second. */
final class FirstTime implements Rule {

    /** Of 20 ms. */
    private static final int LATEST = 50;

    private final Tokens ids;

    FirstTime(Tokens ids) {
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

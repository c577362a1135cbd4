package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;

/** Not first: a blank, or the end. */
final class NoEmptyStart implements Rule {

    private final int blank;
    private final Tokens ids;

    /** @param blank the token of a single space */
    NoEmptyStart(int blank, Tokens ids) {
        this.blank = blank;
        this.ids = ids;
    }

    @Override
    public void restrict(Scores scores, Said said) {
        if (said.size() == 0) {
            scores.forbid(blank);
            scores.forbid(ids.end());
        }
    }
}

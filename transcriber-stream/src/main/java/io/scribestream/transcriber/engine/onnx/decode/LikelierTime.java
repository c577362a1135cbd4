package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;

/** A time comes where all times together are likelier than every single other token. Looks at what other rules allow. */
final class LikelierTime implements Rule {

    private final Tokens ids;

    LikelierTime(Tokens ids) {
        this.ids = ids;
    }

    @Override
    public void restrict(Scores scores, Said said) {
        if (scores.logSum(ids.firstTime(), scores.size()) > scores.highest(0, ids.firstTime())) {
            scores.forbid(0, ids.firstTime());
        }
    }
}

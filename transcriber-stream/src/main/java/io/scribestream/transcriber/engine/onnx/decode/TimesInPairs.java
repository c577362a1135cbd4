package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;

/** Times come in pairs, one that ends a segment and one that begins the next; the very last may stand alone. */
final class TimesInPairs implements Rule {

    private final Tokens ids;

    TimesInPairs(Tokens ids) {
        this.ids = ids;
    }

    @Override
    public void restrict(Scores scores, Said said) {
        if (said.endsWithPair()) {
            scores.forbid(ids.firstTime(), scores.size());
        } else if (said.endsWithTime()) {
            scores.forbid(0, ids.end());
        }
    }
}

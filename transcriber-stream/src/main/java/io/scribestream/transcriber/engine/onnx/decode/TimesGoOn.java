package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;

/** Times never go back, and a segment has some length; the one after it may begin where it ended. */
final class TimesGoOn implements Rule {

    private final Tokens ids;

    TimesGoOn(Tokens ids) {
        this.ids = ids;
    }

    @Override
    public void restrict(Scores scores, Said said) {
        if (said.hasTime()) {
            boolean segmentEnded = said.endsWithTime() && !said.endsWithPair();
            scores.forbid(ids.firstTime(), segmentEnded ? said.lastTime() : said.lastTime() + 1);
        }
    }
}

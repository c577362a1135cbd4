package io.scribestream.transcriber.engine.onnx.decode;

/** Times never go back, and a segment has some length; the one after it may begin where it ended. */
final class TimesGoOn implements Rule {

    private final TokenIds ids;

    TimesGoOn(TokenIds ids) {
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

package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;

/**
 * Keeps a text from ending while there is speech left: some texts end after a few sentences with a time well before the
 * chunk's end. The reference encodes the rest again as a window of its own; to forbid the end and go on with what is
 * encoded already hears the same words at a fraction of the cost.
 */
final class EarlyEnd {

    /** In seconds: less than that is a breath, and no word is missing. */
    private static final double TAIL = 1;

    /** A text that wants to end again after it went on has nothing to say. */
    private static final int MOST = 1;

    private final double seconds;
    private final Tokens ids;

    /** @param seconds from the chunk's start to the end of its speech */
    EarlyEnd(double seconds, Tokens ids) {
        this.seconds = seconds;
        this.ids = ids;
    }

    /**
     * Forbids the end where it is the likeliest to come next and comes too early.
     *
     * @param scores restricted by the rules
     * @return what was said, as it has to go on
     */
    Said prevent(Scores scores, Said said) {
        if (said.reopened() == MOST || !isEarly(said) || scores.best() != ids.end()) {
            return said;
        }
        scores.forbid(ids.end());
        // after a single time the other one of its pair comes first, then this is asked again
        return said.endsWithPair() ? said.reopen() : said;
    }

    private boolean isEarly(Said said) {
        return said.endsWithTime() && said.hasText() && seconds - ids.seconds(said.lastTime()) > TAIL;
    }
}

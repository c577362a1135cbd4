package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;
import io.scribestream.transcriber.engine.words.Span;
import java.util.List;

/**
 * Keeps a text from ending while there is speech left: some texts end after a few sentences with a time well before the
 * chunk's end. The reference encodes the rest again as a window of its own; to forbid the end and go on with what is
 * encoded already hears the same words at a fraction of the cost. It must be speech that is left, and the model sure of
 * the word that comes then: else it says what it said before once more.
 */
final class EarlyEnd {

    /** In seconds: less than that is a breath, and no word is missing. */
    private static final double TAIL = 1;

    /** Where the end did come too early the next word had 0.97 and more, elsewhere at most 0.32. */
    private static final double SURE = 0.75;

    /** A text that wants to end again after it went on has nothing to say. */
    private static final int MOST = 1;

    private final double seconds;
    private final List<Span> quiet;
    private final Tokens ids;

    /**
     * @param seconds of sound in the chunk
     * @param quiet where nobody speaks, in order
     */
    EarlyEnd(double seconds, List<Span> quiet, Tokens ids) {
        this.seconds = seconds;
        this.quiet = quiet;
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
        if (said.endsWithPair()) {
            return goesOn(scores) ? forbid(scores, said.reopen()) : said;
        }
        return forbid(scores, said); // the other time of the pair comes first, then this is asked again
    }

    private boolean isEarly(Said said) {
        return said.endsWithTime() && said.hasText() && speechAfter(ids.seconds(said.lastTime())) > TAIL;
    }

    /** In seconds. */
    private double speechAfter(double time) {
        double speech = seconds - time;
        for (Span pause : quiet) {
            speech -= Math.max(0, Math.min(pause.end(), seconds) - Math.max(pause.start(), time));
        }
        return speech;
    }

    /** Whether one word is likely among all but the end. */
    private boolean goesOn(Scores scores) {
        int next = scores.best(2)[1];
        double others = scores.logSum(0, ids.end());
        return Math.exp(scores.of(next) - others) >= SURE;
    }

    private Said forbid(Scores scores, Said said) {
        scores.forbid(ids.end());
        return said;
    }
}

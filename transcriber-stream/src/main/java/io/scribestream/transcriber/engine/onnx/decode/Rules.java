package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;
import java.util.List;

/** The rules of one chunk's text, one after the other. */
final class Rules implements Rule {

    private final List<Rule> rules;

    private Rules(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * @param suppressed tokens of text that no speaker says
     * @param blank the token of a single space
     * @param seconds of sound in the chunk
     */
    static Rules of(Tokens ids, int[] suppressed, int blank, double seconds) {
        return new Rules(List.of(
                new Suppressed(suppressed, ids),
                new NoEmptyStart(blank, ids),
                new TimesInPairs(ids),
                new TimesGoOn(ids),
                new FirstTime(ids),
                new WithinChunk(seconds, ids),
                new LikelierTime(ids))); // the last: it weighs what the others left
    }

    @Override
    public void restrict(Scores scores, Said said) {
        rules.forEach(rule -> rule.restrict(scores, said));
    }
}

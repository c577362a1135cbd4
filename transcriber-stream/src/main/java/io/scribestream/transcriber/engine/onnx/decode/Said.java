package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;
import io.scribestream.transcriber.engine.onnx.words.Attention;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens chosen so far after the prompt, as a chain that is never changed: texts that part later share their
 * beginning.
 */
final class Said {

    private static final int NONE = -1;

    private final @Nullable Choice last;
    private final @Nullable Said before;
    private final Tokens ids;
    private final int size;
    private final int lastTime;
    private final double logProbability;
    private final int reopened;

    /** @param attention where the model looked when it chose the token */
    record Choice(int token, float logProbability, Attention attention) {}

    private Said(Tokens ids) {
        this.ids = ids;
        this.last = null;
        this.before = null;
        this.size = 0;
        this.lastTime = NONE;
        this.logProbability = 0;
        this.reopened = 0;
    }

    private Said(Said before, Choice last) {
        this.ids = before.ids;
        this.last = last;
        this.before = before;
        this.size = before.size + 1;
        this.lastTime = ids.isTime(last.token()) ? last.token() : before.lastTime;
        this.logProbability = before.logProbability + last.logProbability();
        this.reopened = before.reopened;
    }

    private Said(Said same, int reopened) {
        this.ids = same.ids;
        this.last = same.last;
        this.before = same.before;
        this.size = same.size;
        this.lastTime = same.lastTime;
        this.logProbability = same.logProbability;
        this.reopened = reopened;
    }

    static Said nothing(Tokens ids) {
        return new Said(ids);
    }

    Said then(int token, double logProbability, Attention attention) {
        return new Said(this, new Choice(token, (float) logProbability, attention));
    }

    /** The same, with one more end that was not taken for one. */
    Said reopen() {
        return new Said(this, reopened + 1);
    }

    /** How often an end was not taken for one. */
    int reopened() {
        return reopened;
    }

    int size() {
        return size;
    }

    /** Whether the text has come to its end. */
    boolean ended() {
        return last != null && last.token() == ids.end();
    }

    /** The last token is a time. */
    boolean endsWithTime() {
        return last != null && ids.isTime(last.token());
    }

    /** The last two tokens are times, or there is but one token and it is a time: text has to come. */
    boolean endsWithPair() {
        return endsWithTime() && before != null && (before.size == 0 || before.endsWithTime());
    }

    boolean hasTime() {
        return lastTime != NONE;
    }

    /** The last token that is a time; ask only if there is one. */
    int lastTime() {
        return lastTime;
    }

    /** Whether there is text among it. */
    boolean hasText() {
        for (Said said = this; said != null; said = said.before) {
            if (said.last != null && ids.isText(said.last.token())) {
                return true;
            }
        }
        return false;
    }

    /** The mean of the tokens' logarithmic probabilities, the end among them where it was reached; 0 for nothing. */
    double meanLogProbability() {
        return size == 0 ? 0 : logProbability / size;
    }

    /** The sum of the tokens' logarithmic probabilities. */
    double logProbability() {
        return logProbability;
    }

    /** The last token; ask only if there is one. */
    int lastToken() {
        return last == null ? NONE : last.token();
    }

    /** The tokens that are text, in order. */
    int[] text() {
        return choices().stream().mapToInt(Choice::token).filter(ids::isText).toArray();
    }

    /** In order. */
    List<Choice> choices() {
        Deque<Choice> choices = new ArrayDeque<>(size);
        for (Said said = this; said != null; said = said.before) {
            if (said.last != null) {
                choices.addFirst(said.last);
            }
        }
        return List.copyOf(choices);
    }
}

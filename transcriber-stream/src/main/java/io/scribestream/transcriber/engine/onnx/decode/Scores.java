package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.runtime.UnavailableException;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** The scores (logits) of all tokens to come next, and which of them are forbidden. Holds one row's at a time. */
final class Scores {

    private static final float FORBIDDEN = Float.NEGATIVE_INFINITY;

    /**
     * What lies further than that below the best score is no part of a sum: 50,000 such tokens together have a ten
     * thousandth of its weight, and leaving them out saves most of the exponentials.
     */
    private static final float NOTHING = 20;

    private float[] values = new float[0];

    /** Takes the scores of a row in place of those before. */
    Scores read(FloatBuffer logits) {
        if (values.length != logits.remaining()) {
            values = new float[logits.remaining()];
        }
        logits.duplicate().get(values);
        return this;
    }

    int size() {
        return values.length;
    }

    float of(int token) {
        return values[token];
    }

    void forbid(int token) {
        values[token] = FORBIDDEN;
    }

    /** All tokens of a range; {@code to} itself stays. */
    void forbid(int from, int to) {
        for (int token = Math.max(from, 0); token < Math.min(to, values.length); token++) {
            values[token] = FORBIDDEN;
        }
    }

    boolean allows(int token) {
        return values[token] != FORBIDDEN;
    }

    /**
     * The likeliest token; the first among equals.
     *
     * @throws UnavailableException if the model said no number, or nothing is allowed
     */
    int best() {
        float[] all = values;
        int best = 0;
        for (int token = 1; token < all.length; token++) {
            if (all[token] > all[best]) {
                best = token;
            }
        }
        if (Float.isNaN(values[best]) || Float.isInfinite(values[best])) {
            throw new UnavailableException("the model's scores are no numbers");
        }
        return best;
    }

    /** The likeliest tokens that are allowed, the likeliest first; fewer than asked for where fewer are allowed. */
    int[] best(int count) {
        int[] tokens = new int[count];
        int found = 0;
        for (int token = 0; token < values.length; token++) {
            if (values[token] == FORBIDDEN || (found == count && values[token] <= values[tokens[count - 1]])) {
                continue;
            }
            int place = found < count ? found++ : count - 1;
            while (place > 0 && values[tokens[place - 1]] < values[token]) {
                tokens[place] = tokens[place - 1];
                place--;
            }
            tokens[place] = token;
        }
        return Arrays.copyOf(tokens, found);
    }

    /** The highest score of a range; {@code to} itself does not count. */
    float highest(int from, int to) {
        float[] all = values;
        float highest = FORBIDDEN;
        for (int token = from; token < to; token++) {
            // Math.max is a call where Java compiles quickly rather than well, as the launcher has it do
            if (all[token] > highest) {
                highest = all[token];
            }
        }
        return highest;
    }

    /** The logarithm of the summed exponentials of a range; {@code to} itself does not count. */
    double logSum(int from, int to) {
        float highest = highest(from, to);
        if (highest == FORBIDDEN) {
            return FORBIDDEN;
        }
        float[] all = values;
        float least = highest - NOTHING;
        double sum = 0;
        for (int token = from; token < to; token++) {
            if (all[token] > least) {
                sum += Math.exp(all[token] - highest);
            }
        }
        return highest + Math.log(sum);
    }

    /** Of all tokens: a token's score less this is the logarithm of its probability. */
    double logSum() {
        return logSum(0, values.length);
    }
}

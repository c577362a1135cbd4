package io.scribestream.transcriber.engine.whispercpp;

import java.util.function.IntFunction;

/**
 * @param code Whisper's
 * @param probability among all languages of the model, 0 to 1
 */
record Language(String code, float probability) {

    /**
     * @param probabilities by id; may go on beyond the model's languages, and means nothing there
     * @param languages how many the model knows
     */
    static Language likeliest(float[] probabilities, int languages, IntFunction<String> code) {
        int best = 0;
        float sum = 0;
        for (int id = 0; id < Math.min(languages, probabilities.length); id++) {
            sum += probabilities[id];
            if (probabilities[id] > probabilities[best]) {
                best = id;
            }
        }
        return new Language(code.apply(best), sum > 0 ? probabilities[best] / sum : 0f);
    }
}

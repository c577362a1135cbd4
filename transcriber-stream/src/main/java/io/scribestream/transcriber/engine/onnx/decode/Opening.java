package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;

/** How a transcript opens: {@code <previous> prompt <start> <language> <task>}, and what the model says to its start. */
final class Opening {

    /** {@code <previous> <start> <language> <task>}. */
    private static final int SPECIAL = 4;

    private final Tokens ids;
    private final int longestPrompt;

    /** @param room for all of it, in tokens */
    Opening(Tokens ids, int room) {
        this.ids = ids;
        this.longestPrompt = room - SPECIAL;
    }

    /**
     * Up to the token that starts the transcript.
     *
     * @param words tokens of the prompt, may be none; of too many the last are taken
     */
    int[] prompt(int[] words) {
        int taken = Math.min(words.length, longestPrompt);
        if (taken == 0) {
            return new int[] {ids.start()};
        }
        int[] prompt = new int[taken + 2];
        prompt[0] = ids.previous();
        System.arraycopy(words, words.length - taken, prompt, 1, taken);
        prompt[taken + 1] = ids.start();
        return prompt;
    }

    /** What comes after the start; nothing for a model that knows English only. */
    int[] given(int language, boolean translate) {
        return ids.languages() == 0
                ? new int[0]
                : new int[] {ids.firstLanguage() + language, translate ? ids.translate() : ids.transcribe()};
    }

    /** How likely it is that nobody speaks, from what may come after the start. */
    float noSpeech(Scores afterStart) {
        return (float) Math.exp(afterStart.of(ids.noSpeech()) - afterStart.logSum());
    }

    /** How likely each language is, from what may come after the start; they sum to 1. */
    float[] languages(Scores afterStart) {
        int from = ids.firstLanguage();
        double sum = afterStart.logSum(from, from + ids.languages());
        float[] odds = new float[ids.languages()];
        for (int i = 0; i < odds.length; i++) {
            odds[i] = (float) Math.exp(afterStart.of(from + i) - sum);
        }
        return odds;
    }

    static int likeliest(float[] odds) {
        int best = 0;
        for (int i = 1; i < odds.length; i++) {
            best = odds[i] > odds[best] ? i : best;
        }
        return best;
    }
}

package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;

/** Never: signs of what is no speech (notes, brackets), and special tokens but the end and the times. */
final class Suppressed implements Rule {

    private final int[] tokens;
    private final Tokens ids;

    /** @param tokens of text that no speaker says */
    Suppressed(int[] tokens, Tokens ids) {
        this.tokens = tokens.clone();
        this.ids = ids;
    }

    @Override
    public void restrict(Scores scores, Said said) {
        for (int token : tokens) {
            scores.forbid(token);
        }
        scores.forbid(ids.end() + 1, ids.firstTime());
    }
}

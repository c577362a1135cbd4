package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.words.Attention;
import org.jspecify.annotations.Nullable;

/** What may come next in one chunk's texts, with the scratch memory to weigh it. For one thread. */
final class Choosing {

    private final Rule rules;
    private final EarlyEnd earlyEnd;
    private final Scores scores;
    private final int frames;

    /**
     * @param scores scratch memory; may be shared with all that the same thread decodes
     * @param frames of the encoded chunk
     */
    Choosing(Rule rules, EarlyEnd earlyEnd, Scores scores, int frames) {
        this.rules = rules;
        this.earlyEnd = earlyEnd;
        this.scores = scores;
        this.frames = frames;
    }

    /** What may come after a text; valid until the next call. */
    Open after(Branch branch) {
        scores.read(branch.row().logits());
        rules.restrict(scores, branch.said());
        return new Open(branch, earlyEnd.prevent(scores, branch.said()), scores.logSum());
    }

    /** A text that goes on. */
    final class Open {

        private final Branch branch;
        private final Said said;
        private final double logSum;
        private @Nullable Attention attention;

        private Open(Branch branch, Said said, double logSum) {
            this.branch = branch;
            this.said = said;
            this.logSum = logSum;
        }

        Scores scores() {
            return scores;
        }

        /** The text with this token, whose logarithmic probability is that at temperature 1. */
        Branch with(int token) {
            return new Branch(branch.row(), said.then(token, scores.of(token) - logSum, attention()));
        }

        private Attention attention() {
            if (attention == null) { // once for all tokens
                float[] weights = branch.row().alignment();
                attention = Attention.of(weights, weights.length / frames);
            }
            return attention;
        }
    }
}

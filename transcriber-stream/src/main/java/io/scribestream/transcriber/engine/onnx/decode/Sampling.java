package io.scribestream.transcriber.engine.onnx.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Texts that are drawn, each by itself. */
final class Sampling implements Strategy {

    private final Choosing choosing;
    private final double temperature;
    private final int texts;
    private final SplittableRandom random;

    /**
     * @param temperature above 0; the higher, the more often an unlikely token is drawn
     * @param texts how many are drawn
     */
    Sampling(Choosing choosing, double temperature, int texts, SplittableRandom random) {
        this.choosing = choosing;
        this.temperature = temperature;
        this.texts = texts;
        this.random = random;
    }

    @Override
    public int width() {
        return texts;
    }

    @Override
    public List<Branch> next(List<Branch> branches) {
        List<Branch> next = new ArrayList<>();
        for (Branch branch : branches) {
            int draws = branch.said().size() == 0 ? texts : 1; // all begin in one row
            Choosing.Open open = choosing.after(branch);
            for (int i = 0; i < draws; i++) {
                next.add(open.with(draw(open.scores())));
            }
        }
        return next;
    }

    private int draw(Scores scores) {
        int best = scores.best();
        double sum = 0;
        for (int token = 0; token < scores.size(); token++) {
            sum += weight(scores, token, best);
        }
        double left = random.nextDouble() * sum;
        for (int token = 0; token < scores.size(); token++) {
            left -= weight(scores, token, best);
            if (left < 0) {
                return token;
            }
        }
        return best; // what rounding left over
    }

    private double weight(Scores scores, int token, int best) {
        return scores.allows(token) ? Math.exp((scores.of(token) - scores.of(best)) / temperature) : 0;
    }
}

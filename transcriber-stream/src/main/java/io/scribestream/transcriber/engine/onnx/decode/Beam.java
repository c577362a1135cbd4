package io.scribestream.transcriber.engine.onnx.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The likeliest texts side by side: of all ways to go on with each of them the best are kept, so that a text that
 * begins badly may win in the end. As in the reference, with patience 1.
 */
final class Beam implements Strategy {

    private static final Comparator<Branch> LIKELIEST_FIRST = Comparator.comparingDouble(
                    (Branch branch) -> branch.said().logProbability())
            .reversed();

    private final Choosing choosing;
    private final int width;

    Beam(Choosing choosing, int width) {
        this.choosing = choosing;
        this.width = width;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public List<Branch> next(List<Branch> branches) {
        List<Branch> candidates = new ArrayList<>();
        for (Branch branch : branches) {
            Choosing.Open open = choosing.after(branch);
            for (int token : open.scores().best(width + 1)) { // one more: one of them may be the end
                candidates.add(open.with(token));
            }
        }
        candidates.sort(LIKELIEST_FIRST);
        List<Branch> next = new ArrayList<>();
        int going = 0;
        for (Branch candidate : candidates) {
            if (going == width) {
                break;
            }
            next.add(candidate);
            going += candidate.said().ended() ? 0 : 1;
        }
        return next;
    }
}

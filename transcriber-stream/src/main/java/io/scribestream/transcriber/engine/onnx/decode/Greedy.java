package io.scribestream.transcriber.engine.onnx.decode;

import java.util.List;

/** One text: the likeliest token each time. */
final class Greedy implements Strategy {

    private final Choosing choosing;

    Greedy(Choosing choosing) {
        this.choosing = choosing;
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public List<Branch> next(List<Branch> branches) {
        Choosing.Open open = choosing.after(branches.get(0));
        return List.of(open.with(open.scores().best()));
    }
}

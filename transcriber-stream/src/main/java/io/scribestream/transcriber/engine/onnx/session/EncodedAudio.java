package io.scribestream.transcriber.engine.onnx.session;

import io.scribestream.transcriber.engine.onnx.graph.Plane;
import io.scribestream.transcriber.engine.onnx.model.Encoded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the encoder made of one chunk. Rows that listen to it hold on to it; the last to let go frees it. */
final class EncodedAudio implements Encoded {

    private final int frames;
    private final List<ByteBuffer> planes = new ArrayList<>();

    EncodedAudio(int frames, int channels, List<Plane> kinds) {
        this.frames = frames;
        for (Plane kind : kinds) {
            planes.add(Direct.bytes(
                    (long) kind.size(frames, channels) * kind.type().bytes()));
        }
    }

    @Override
    public int frames() {
        return frames;
    }

    /** In the order of {@link io.scribestream.transcriber.engine.onnx.graph.Precision#planes()}. */
    ByteBuffer plane(int index) {
        return planes.get(index);
    }

    /** The garbage collector does it. */
    @Override
    public void close() {}
}

package io.scribestream.transcriber.engine.ggml;

import java.nio.ByteBuffer;

/** One tensor, mapped once: for who reads a little of it again and again. May be shared by threads. */
public final class MappedTensor {

    private final TensorType type;
    private final TensorType.Unpacking unpacking;
    private final ByteBuffer numbers;

    MappedTensor(TensorType type, TensorType.Unpacking unpacking, ByteBuffer numbers) {
        this.type = type;
        this.unpacking = unpacking;
        this.numbers = numbers;
    }

    /** As {@link GgmlModel#read}; also after the model was closed. */
    public void read(long from, float[] into) {
        ByteBuffer in = numbers.slice((int) type.bytes(from), (int) type.bytes(into.length))
                .order(numbers.order());
        for (int at = 0; at < into.length; at += type.numbers()) {
            unpacking.block(in, into, at);
        }
    }
}

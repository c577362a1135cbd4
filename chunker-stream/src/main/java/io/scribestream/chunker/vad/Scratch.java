package io.scribestream.chunker.vad;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Memory outside the heap that one call of the model reads; nothing of a source stays in it between calls. */
record Scratch(FloatBuffer rows, FloatBuffer hidden, FloatBuffer cell) {

    /** In numbers. */
    static Scratch of(int rows, int memory) {
        return new Scratch(direct(rows), direct(memory), direct(memory));
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}

package io.scribestream.transcriber.engine.onnx.graph;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file a graph's weights go to, one tensor after the other, little-endian. A file of their own has no limit of 2 GB
 * as a protobuf has, the runtime maps it instead of reading it, and no weight waits in memory for the last.
 */
final class WeightFile implements Closeable {

    /** Enough for every vector instruction. */
    private static final int ALIGNMENT = 64;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer pending = ByteBuffer.allocateDirect(1 << 18).order(ByteOrder.LITTLE_ENDIAN);
    private long start;
    private long position;

    WeightFile(Path path) throws IOException {
        this(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** Goes on where the channel stands. */
    WeightFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.position = channel.position();
    }

    String name() {
        return String.valueOf(path.getFileName());
    }

    /** Begins a tensor. */
    void begin() throws IOException {
        int padding = (int) (-position & ALIGNMENT - 1);
        bytes(new byte[padding]);
        start = position;
    }

    /** What was written since {@link #begin()}. */
    Place end() {
        return new Place(start, position - start);
    }

    void bytes(byte[] values) throws IOException {
        int written = 0;
        while (written < values.length) {
            ensure(1);
            int count = Math.min(pending.remaining(), values.length - written);
            pending.put(values, written, count);
            written += count;
        }
        position += values.length;
    }

    void floats(float[] values) throws IOException {
        for (float value : values) {
            ensure(Float.BYTES);
            pending.putFloat(value);
        }
        position += (long) values.length * Float.BYTES;
    }

    void halves(float[] values) throws IOException {
        for (float value : values) {
            ensure(Short.BYTES);
            pending.putShort(Half.of(value));
        }
        position += (long) values.length * Short.BYTES;
    }

    private void ensure(int bytes) throws IOException {
        if (pending.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        pending.flip();
        while (pending.hasRemaining()) {
            channel.write(pending);
        }
        pending.clear();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
            channel.force(false);
        }
    }
}

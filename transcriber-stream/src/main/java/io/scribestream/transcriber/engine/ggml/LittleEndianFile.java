package io.scribestream.transcriber.engine.ggml;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads numbers here and there from a large file. Going past its end is an {@link EOFException}. */
final class LittleEndianFile implements AutoCloseable {

    private final FileChannel channel;
    private final long size;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private long bufferStart;

    LittleEndianFile(Path file) throws IOException {
        channel = FileChannel.open(file);
        size = channel.size();
        buffer.limit(0);
    }

    long size() {
        return size;
    }

    long position() {
        return bufferStart + buffer.position();
    }

    int integer() throws IOException {
        return need(Integer.BYTES).getInt();
    }

    float number() throws IOException {
        return need(Float.BYTES).getFloat();
    }

    /** @param length at most 64 KiB: nothing in these files is longer but the weights */
    byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        need(length).get(bytes);
        return bytes;
    }

    String text(int length) throws IOException {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    void skip(long bytes) throws IOException {
        long target = position() + bytes;
        if (bytes < 0 || target > size) {
            throw new EOFException();
        }
        if (bytes <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) bytes);
        } else {
            bufferStart = target;
            buffer.limit(0);
        }
    }

    private ByteBuffer need(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            fill(position());
        }
        if (buffer.remaining() < bytes) {
            throw new EOFException();
        }
        return buffer;
    }

    private void fill(long from) throws IOException {
        buffer.clear();
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = channel.read(buffer, from + buffer.position());
        }
        buffer.flip();
        bufferStart = from;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

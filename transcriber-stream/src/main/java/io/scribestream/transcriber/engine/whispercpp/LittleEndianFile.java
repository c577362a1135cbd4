package io.scribestream.transcriber.engine.whispercpp;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
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
        if (buffer.remaining() < Integer.BYTES) {
            fill(position());
        }
        if (buffer.remaining() < Integer.BYTES) {
            throw new EOFException();
        }
        return buffer.getInt();
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

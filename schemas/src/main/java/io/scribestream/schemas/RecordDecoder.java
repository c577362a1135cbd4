package io.scribestream.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro binary from one record and believes no length that is longer than what is left of it.
 *
 * <p>Avro's own decoder first asks for the memory that a length calls for and then finds the bytes missing: one flipped
 * bit can ask for 2 GiB and end the process, where it should end one record.
 */
final class RecordDecoder extends Decoder {

    private static final int LONGEST_VARINT = 10;

    private final ByteBuffer bytes;

    RecordDecoder(byte[] record, int offset) {
        this.bytes = ByteBuffer.wrap(record, offset, record.length - offset).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Bytes that nobody read yet. */
    int left() {
        return bytes.remaining();
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        need(1);
        return bytes.get() == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new AvroRuntimeException("the number " + value + " stands where an int should");
        }
        return (int) value;
    }

    /** Seven bits a byte, the lowest first; the sign in the lowest bit of all (zigzag). */
    @Override
    public long readLong() throws IOException {
        long value = 0;
        for (int index = 0; index < LONGEST_VARINT; index++) {
            need(1);
            int next = bytes.get();
            value |= (next & 0x7FL) << (7 * index);
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new AvroRuntimeException("a number does not end");
    }

    @Override
    public float readFloat() throws IOException {
        need(Float.BYTES);
        return bytes.getFloat();
    }

    @Override
    public double readDouble() throws IOException {
        need(Double.BYTES);
        return bytes.getDouble();
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(take(length()));
    }

    @Override
    public String readString() throws IOException {
        return new String(take(length()), StandardCharsets.UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        skip(length());
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        return ByteBuffer.wrap(take(length()));
    }

    @Override
    public void skipBytes() throws IOException {
        skip(length());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        need(length);
        bytes.get(target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        need(length);
        skip(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return items();
    }

    @Override
    public long arrayNext() throws IOException {
        return items();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return items();
    }

    @Override
    public long mapNext() throws IOException {
        return items();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    /** Passes blocks that say their size; answers how many items the next one without a size has. */
    private long skipBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            skip(length());
            count = readLong();
        }
        return believable(count);
    }

    /** The number of items in a block. A negative one is followed by the block's size, which only skipping needs. */
    private long items() throws IOException {
        long count = readLong();
        if (count < 0) {
            length();
            return believable(-count);
        }
        return believable(count);
    }

    private int length() throws IOException {
        return believable(readLong());
    }

    /** Nothing that this project's records hold takes less than a byte. */
    private int believable(long count) throws IOException {
        if (count < 0) {
            throw new AvroRuntimeException("a length of " + count);
        }
        need(count);
        return (int) count;
    }

    private void need(long count) throws IOException {
        if (count > bytes.remaining()) {
            throw new EOFException("the record ends where " + count + " more bytes should follow, and only "
                    + bytes.remaining() + " do");
        }
    }

    private byte[] take(int length) {
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    private void skip(int length) {
        bytes.position(bytes.position() + length);
    }
}

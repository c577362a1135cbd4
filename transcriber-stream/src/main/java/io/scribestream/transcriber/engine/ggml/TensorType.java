package io.scribestream.transcriber.engine.ggml;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/**
 * How ggml packs numbers: in blocks of {@code numbers} that take {@code bytes}. The ids and layouts are those of ggml's
 * {@code ggml_type} and {@code ggml-common.h}; all little-endian.
 */
enum TensorType {
    F32(0, 1, 4, (in, out, at) -> out[at] = in.getFloat()),
    F16(1, 1, 2, (in, out, at) -> out[at] = HalfFloat.toFloat(in.getShort())),
    Q8_0(8, 32, 34, TensorType::unpackQ8),
    Q4_0(2, 32, 18, TensorType::unpackQ40),
    Q4_1(3, 32, 20, TensorType::unpackQ41),
    Q5_0(6, 32, 22, TensorType::unpackQ50),
    Q5_1(7, 32, 24, TensorType::unpackQ51),
    Q2_K(10, 256, 84),
    Q3_K(11, 256, 110),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    BF16(30, 1, 2);

    private final int id;
    private final int numbers;
    private final int bytes;
    private final Optional<Unpacking> unpacking;

    TensorType(int id, int numbers, int bytes) {
        this(id, numbers, bytes, Optional.empty());
    }

    TensorType(int id, int numbers, int bytes, Unpacking unpacking) {
        this(id, numbers, bytes, Optional.of(unpacking));
    }

    TensorType(int id, int numbers, int bytes, Optional<Unpacking> unpacking) {
        this.id = id;
        this.numbers = numbers;
        this.bytes = bytes;
        this.unpacking = unpacking;
    }

    /** Takes one block from a little-endian buffer. */
    interface Unpacking {
        void block(ByteBuffer in, float[] out, int at);
    }

    static Optional<TensorType> ofId(int id) {
        for (TensorType type : values()) {
            if (type.id == id) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    int id() {
        return id;
    }

    /** As ggml's tools write it: {@code q8_0}. */
    String ggmlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of one block. */
    int numbers() {
        return numbers;
    }

    /** That {@code count} numbers take, whole blocks. */
    long bytes(long count) {
        return count / numbers * bytes;
    }

    Optional<Unpacking> unpacking() {
        return unpacking;
    }

    private static void unpackQ8(ByteBuffer in, float[] out, int at) {
        float scale = HalfFloat.toFloat(in.getShort());
        for (int i = 0; i < 32; i++) {
            out[at + i] = scale * in.get();
        }
    }

    /** Each byte holds the number at its place in its lower half, and the one 16 further in its upper. */
    private static void unpackQ40(ByteBuffer in, float[] out, int at) {
        float scale = HalfFloat.toFloat(in.getShort());
        nibbles(in, 0, scale, -8 * scale, out, at);
    }

    private static void unpackQ41(ByteBuffer in, float[] out, int at) {
        float scale = HalfFloat.toFloat(in.getShort());
        nibbles(in, 0, scale, HalfFloat.toFloat(in.getShort()), out, at);
    }

    /** The fifth bits of all 32 come first. */
    private static void unpackQ50(ByteBuffer in, float[] out, int at) {
        float scale = HalfFloat.toFloat(in.getShort());
        nibbles(in, in.getInt(), scale, -16 * scale, out, at);
    }

    private static void unpackQ51(ByteBuffer in, float[] out, int at) {
        float scale = HalfFloat.toFloat(in.getShort());
        float least = HalfFloat.toFloat(in.getShort());
        nibbles(in, in.getInt(), scale, least, out, at);
    }

    private static void nibbles(ByteBuffer in, int fifthBits, float scale, float least, float[] out, int at) {
        for (int i = 0; i < 16; i++) {
            int pair = in.get();
            int low = (pair & 0xf) | ((fifthBits >>> i & 1) << 4);
            int high = (pair >> 4 & 0xf) | ((fifthBits >>> (i + 16) & 1) << 4);
            out[at + i] = scale * low + least;
            out[at + 16 + i] = scale * high + least;
        }
    }
}

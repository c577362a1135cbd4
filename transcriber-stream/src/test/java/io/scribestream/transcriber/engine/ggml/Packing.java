package io.scribestream.transcriber.engine.ggml;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Packs numbers as ggml's reference does ({@code quantize_row_*_reference}). */
final class Packing {

    private static final int BLOCK = 32;

    private Packing() {}

    static TensorType type(String ggmlName) {
        for (TensorType type : TensorType.values()) {
            if (type.ggmlName().equals(ggmlName)) {
                return type;
            }
        }
        throw new IllegalArgumentException(ggmlName);
    }

    static byte[] pack(TensorType type, float[] numbers) {
        ByteBuffer out = ByteBuffer.allocate((int) type.bytes(numbers.length)).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < numbers.length; at += type.numbers()) {
            switch (type) {
                case F32 -> out.putFloat(numbers[at]);
                case F16 -> out.putShort(half(numbers[at]));
                case Q8_0 -> eight(out, numbers, at);
                case Q4_0 -> signed(out, numbers, at, 4);
                case Q5_0 -> signed(out, numbers, at, 5);
                case Q4_1 -> fromLeast(out, numbers, at, 4);
                case Q5_1 -> fromLeast(out, numbers, at, 5);
                default -> throw new IllegalArgumentException(type.ggmlName());
            }
        }
        return out.array();
    }

    private static void eight(ByteBuffer out, float[] numbers, int at) {
        float scale = Math.abs(furthest(numbers, at)) / 127;
        out.putShort(half(scale));
        for (int i = at; i < at + BLOCK; i++) {
            out.put((byte) Math.round(numbers[i] / scale));
        }
    }

    /** The number that is furthest from 0 becomes the least whole one. */
    private static void signed(ByteBuffer out, float[] numbers, int at, int bits) {
        int middle = 1 << (bits - 1);
        float scale = furthest(numbers, at) / -middle;
        out.putShort(half(scale));
        whole(out, numbers, at, bits, scale, -middle * scale);
    }

    private static void fromLeast(ByteBuffer out, float[] numbers, int at, int bits) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + BLOCK; i++) {
            least = Math.min(least, numbers[i]);
            most = Math.max(most, numbers[i]);
        }
        float scale = (most - least) / ((1 << bits) - 1);
        out.putShort(half(scale)).putShort(half(least));
        whole(out, numbers, at, bits, scale, least);
    }

    /** Fifth bits first, if any; then in each byte the number at its place and the one 16 further. */
    private static void whole(ByteBuffer out, float[] numbers, int at, int bits, float scale, float least) {
        int[] whole = new int[BLOCK];
        int fifths = 0;
        for (int i = 0; i < BLOCK; i++) {
            int nearest = Math.round((numbers[at + i] - least) / scale);
            whole[i] = Math.max(0, Math.min((1 << bits) - 1, nearest));
            fifths |= (whole[i] >> 4) << i;
        }
        if (bits == 5) {
            out.putInt(fifths);
        }
        for (int i = 0; i < BLOCK / 2; i++) {
            out.put((byte) (whole[i] & 15 | (whole[i + BLOCK / 2] & 15) << 4));
        }
    }

    private static float furthest(float[] numbers, int at) {
        float furthest = 0;
        for (int i = at; i < at + BLOCK; i++) {
            furthest = Math.abs(numbers[i]) > Math.abs(furthest) ? numbers[i] : furthest;
        }
        return furthest;
    }

    /** Cut, not rounded; what is too small for a normal one is 0. */
    private static short half(float number) {
        int bits = Float.floatToIntBits(number);
        int exponent = (bits >> 23 & 0xff) - 127 + 15;
        int sign = bits >>> 16 & 0x8000;
        return (short) (exponent < 1 ? sign : sign | exponent << 10 | bits >> 13 & 0x3ff);
    }
}

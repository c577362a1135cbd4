package io.scribestream.transcriber.engine.ggml;

/** Numbers of 16 bits as IEEE 754 has them; Java has none before version 20. */
public final class HalfFloat {

    private static final int EXPONENT_SHIFT = 112; // 127 of a float less 15 of a half

    private HalfFloat() {}

    /** Exact, subnormals, infinities and NaN included. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0) {
            float tiny = mantissa * 0x1p-24f;
            return sign == 0 ? tiny : -tiny;
        }
        int wide = exponent == 0x1f ? 0xff : exponent + EXPONENT_SHIFT;
        return Float.intBitsToFloat(sign | (wide << 23) | (mantissa << 13));
    }
}

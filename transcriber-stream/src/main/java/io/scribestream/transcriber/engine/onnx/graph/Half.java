package io.scribestream.transcriber.engine.onnx.graph;

/** Floats in 16 bits (IEEE 754 binary16). */
final class Half {

    private static final int INFINITY = 0x7C00;
    /** What a float's exponent is larger by: 127 against 15, above a mantissa of 10 bits. */
    private static final int EXPONENT_SHIFT = 112 << 10;

    private static final float SMALLEST_NORMAL = 0x1p-14f;
    private static final float SUBNORMAL_STEP = 0x1p-24f;

    private Half() {}

    /** The nearest half, the even one of two; infinite beyond 65,519. */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | INFINITY | 0x200);
        }
        if (magnitude < SMALLEST_NORMAL) {
            return (short) (sign | (int) Math.rint(magnitude / SUBNORMAL_STEP));
        }
        int rest = bits & 0x7FFFFFFF;
        int rounded = (rest + 0xFFF + (rest >>> 13 & 1)) >>> 13;
        return (short) (sign | Math.min(rounded - EXPONENT_SHIFT, INFINITY));
    }
}

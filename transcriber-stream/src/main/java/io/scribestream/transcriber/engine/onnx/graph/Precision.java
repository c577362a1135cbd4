package io.scribestream.transcriber.engine.onnx.graph;

import java.util.List;

/** What numbers a model computes with. */
public enum Precision {
    /** Products in 8 bits, or 7 where the processor needs it; everything else in floats. */
    INT8(ElementType.FLOAT, new DynamicLinear(), new RowScaledLinear(), new BlockLinear()),
    /** The reference: nearly twice the memory in all, and a step of many rows takes twice as long. */
    F32(ElementType.FLOAT, new FloatLinear(), new FloatLinear(), new FloatLinear()),
    /** For graphics processors. */
    F16(ElementType.FLOAT16, new FloatLinear(), new FloatLinear(), new FloatLinear());

    private final ElementType real;
    private final Linear encoder;
    private final Linear encoderOutliers;
    private final Linear decoder;

    Precision(ElementType real, Linear encoder, Linear encoderOutliers, Linear decoder) {
        this.real = real;
        this.encoder = encoder;
        this.encoderOutliers = encoderOutliers;
        this.decoder = decoder;
    }

    /** Of what is not quantised, the decoder's memory of its own text among it. */
    public ElementType real() {
        return real;
    }

    /** What an encoded chunk is made of: outputs of the encoder, inputs of the decoder. */
    public List<Plane> planes() {
        return this == INT8 ? Plane.QUANTISED : List.of(Plane.reals(real));
    }

    Linear encoder() {
        return encoder;
    }

    /** For the linear layer of the encoder whose input has rows far larger than the others. */
    Linear encoderOutliers() {
        return encoderOutliers;
    }

    Linear decoder() {
        return decoder;
    }
}

package io.scribestream.transcriber.engine.onnx.graph;

/** What a tensor's numbers are, with ONNX's code for it (TensorProto.DataType). */
public enum ElementType {
    FLOAT(1, 4),
    UINT8(2, 1),
    INT8(3, 1),
    INT32(6, 4),
    INT64(7, 8),
    FLOAT16(10, 2);

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    int code() {
        return code;
    }

    /** Of one number. */
    public int bytes() {
        return bytes;
    }
}

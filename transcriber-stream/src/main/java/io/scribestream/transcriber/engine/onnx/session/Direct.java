package io.scribestream.transcriber.engine.onnx.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.scribestream.transcriber.engine.onnx.graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory outside the heap, which tensors read and write where it lies. */
final class Direct {

    private Direct() {}

    static ByteBuffer bytes(long count) {
        return ByteBuffer.allocateDirect(Math.toIntExact(count)).order(ByteOrder.nativeOrder());
    }

    /** A tensor over the buffer from {@code offset} bytes on; what it holds is the buffer's. */
    static OnnxTensor tensor(ByteBuffer buffer, long offset, ElementType type, long... shape) throws OrtException {
        long numbers = 1;
        for (long dimension : shape) {
            numbers *= dimension;
        }
        ByteBuffer part = buffer.slice(Math.toIntExact(offset), Math.toIntExact(numbers * type.bytes()))
                .order(ByteOrder.nativeOrder());
        return OnnxTensor.createTensor(Sessions.environment(), part, shape, javaType(type));
    }

    private static OnnxJavaType javaType(ElementType type) {
        return switch (type) {
            case FLOAT -> OnnxJavaType.FLOAT;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT8 -> OnnxJavaType.INT8;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
        };
    }
}

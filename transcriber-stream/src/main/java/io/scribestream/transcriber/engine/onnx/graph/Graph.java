package io.scribestream.transcriber.engine.onnx.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An ONNX graph in the making (onnx.proto, ONNX 1.12, opset 17). Values are known by their names. Weights go to a file
 * beside it as they come; small constants into the graph itself.
 */
final class Graph {

    /** Where ONNX Runtime keeps its own operations. */
    private static final String CONTRIBUTED = "com.microsoft";

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    private static final int NODE = 1;
    private static final int NAME = 2;
    private static final int INITIALISER = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;

    private final ElementType real;
    private final WeightFile weights;
    private final Message body = new Message();
    private int names;

    /** @param real of all its numbers that are neither whole nor quantised: FLOAT or FLOAT16 */
    Graph(ElementType real, WeightFile weights) {
        this.real = real;
        this.weights = weights;
        body.text(NAME, "whisper");
    }

    ElementType real() {
        return real;
    }

    /** An operation of ONNX. An empty name is an input left out. */
    Node op(String operation, String... inputs) {
        return new Node(this, "", operation, List.of(inputs));
    }

    /** An operation of ONNX Runtime's own. */
    Node contributed(String operation, String... inputs) {
        return new Node(this, CONTRIBUTED, operation, List.of(inputs));
    }

    /** @param dimensions each a number, or a name where it varies */
    String input(String name, ElementType type, Object... dimensions) {
        body.message(INPUT, value(name, type, dimensions));
        return name;
    }

    void output(String name, ElementType type, Object... dimensions) {
        body.message(OUTPUT, value(name, type, dimensions));
    }

    /** Constant. */
    String whole(long... values) {
        ByteBuffer raw = little(values.length * Long.BYTES);
        raw.asLongBuffer().put(values);
        return constant(ElementType.INT64, new long[] {values.length}, raw.array());
    }

    /** Constant without dimensions. */
    String wholeScalar(long value) {
        return constant(
                ElementType.INT64,
                new long[0],
                little(Long.BYTES).putLong(value).array());
    }

    /** Constant without dimensions, in the graph's own type. */
    String scalar(float value) {
        ByteBuffer raw = little(real.bytes());
        if (real == ElementType.FLOAT16) {
            raw.putShort(Half.of(value));
        } else {
            raw.putFloat(value);
        }
        return constant(real, new long[0], raw.array());
    }

    /** Constant without dimensions: 0 to 255, or -128 to 127. */
    String scalar(ElementType type, int value) {
        return constant(type, new long[0], new byte[] {(byte) value});
    }

    /** Weights in the graph's own type. */
    String reals(String name, float[] values, long... shape) {
        return weights(name, real, shape, file -> writeReals(file, values));
    }

    /** In the graph's own type. */
    void writeReals(WeightFile file, float[] values) throws IOException {
        if (real == ElementType.FLOAT16) {
            file.halves(values);
        } else {
            file.floats(values);
        }
    }

    String weights(String name, ElementType type, long[] shape, Content content) {
        try {
            weights.begin();
            content.writeTo(weights);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        body.message(INITIALISER, TensorMessages.external(name, type, shape, weights.name(), weights.end()));
        return name;
    }

    /** Writes one tensor. */
    @FunctionalInterface
    interface Content {
        void writeTo(WeightFile file) throws IOException;
    }

    /** The whole model; to be kept beside the file of its weights. */
    byte[] toBytes() {
        return new Message()
                .number(1, IR_VERSION)
                .text(2, "scribestream")
                .message(7, body)
                .message(8, new Message().text(1, "").number(2, OPSET))
                .message(8, new Message().text(1, CONTRIBUTED).number(2, 1))
                .toBytes();
    }

    String fresh(String prefix) {
        names++;
        return prefix + names;
    }

    void add(Message node) {
        body.message(NODE, node);
    }

    private String constant(ElementType type, long[] shape, byte[] raw) {
        String name = fresh("c");
        body.message(INITIALISER, TensorMessages.inline(name, type, shape, raw));
        return name;
    }

    private static Message value(String name, ElementType type, Object... dimensions) {
        Message shape = new Message();
        for (Object dimension : dimensions) {
            shape.message(
                    1,
                    dimension instanceof Number number
                            ? new Message().number(1, number.longValue())
                            : new Message().text(2, dimension.toString()));
        }
        Message tensor = new Message().number(1, type.code()).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}

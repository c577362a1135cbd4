package io.scribestream.transcriber.engine.onnx.graph;

/** Tensors as ONNX writes them (TensorProto). */
final class TensorMessages {

    private static final int DIMENSION = 1;
    private static final int TYPE = 2;
    private static final int NAME = 8;
    private static final int RAW = 9;
    private static final int EXTERNAL = 13;
    private static final int LOCATION = 14;
    private static final int IN_A_FILE = 1;

    private TensorMessages() {}

    static Message inline(String name, ElementType type, long[] shape, byte[] raw) {
        return head(name, type, shape).bytes(RAW, raw);
    }

    /** @param file its name, in the graph's own folder */
    static Message external(String name, ElementType type, long[] shape, String file, Place place) {
        return head(name, type, shape)
                .number(LOCATION, IN_A_FILE)
                .message(EXTERNAL, entry("location", file))
                .message(EXTERNAL, entry("offset", Long.toString(place.offset())))
                .message(EXTERNAL, entry("length", Long.toString(place.length())));
    }

    private static Message head(String name, ElementType type, long[] shape) {
        Message tensor = new Message().text(NAME, name).number(TYPE, type.code());
        for (long dimension : shape) {
            tensor.number(DIMENSION, dimension);
        }
        return tensor;
    }

    private static Message entry(String key, String value) {
        return new Message().text(1, key).text(2, value);
    }
}

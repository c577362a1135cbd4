package io.scribestream.transcriber.engine.onnx.graph;

/**
 * The two products of cross-attention with what a row listens to. The audio stands on the left, {@code audio x questions'}
 * and {@code audio' x probabilities'}: the right side of a product is copied into another order first, and is small here.
 */
abstract class AudioProducts {

    final Graph graph;
    private final String mask;

    private AudioProducts(Precision precision, Graph graph, int channels) {
        this.graph = graph;
        for (Plane plane : precision.planes()) {
            graph.input(plane.name(), plane.type(), plane.dimensions(channels));
        }
        String given = graph.input("mask", ElementType.FLOAT, "batch", 1, "frames");
        this.mask = graph.real() == ElementType.FLOAT
                ? given
                : graph.op("Cast", given).with("to", graph.real().code()).out();
    }

    /** Declares the audio and its mask as inputs of the graph. */
    static AudioProducts of(Precision precision, Graph graph, int channels) {
        return precision == Precision.INT8
                ? new Quantised(precision, graph, channels)
                : new Plain(precision, graph, channels);
    }

    /** @param questions {@code [batch, n, channels]} */
    final String probabilities(String questions) {
        String masked = graph.op("Add", scores(questions), mask).out();
        return graph.op("Softmax", masked).with("axis", -1).out();
    }

    abstract String scores(String questions);

    /** {@code [batch, n, frames]} to {@code [batch, n, channels]}. */
    abstract String sums(String probabilities);

    final String turned(String value) {
        return graph.op("Transpose", value).with("perm", new long[] {0, 2, 1}).out();
    }

    private static final class Plain extends AudioProducts {

        Plain(Precision precision, Graph graph, int channels) {
            super(precision, graph, channels);
        }

        @Override
        String scores(String questions) {
            return turned(graph.op("MatMul", "audio", turned(questions)).out());
        }

        @Override
        String sums(String probabilities) {
            return turned(
                    graph.op("MatMul", "audio_turned", turned(probabilities)).out());
        }
    }

    /**
     * Audio in unsigned 8 bits around a centre of each channel, questions and probabilities in 7 signed ones with a scale
     * for each row. The centre adds the same to all scores of a row, which softmax does not see, and once to its sum.
     */
    private static final class Quantised extends AudioProducts {

        private final String step;
        private final String zero;
        private final String one;
        private final String audioZero;

        Quantised(Precision precision, Graph graph, int channels) {
            super(precision, graph, channels);
            step = graph.scalar(1f / Quantiser.SEVEN_BITS);
            zero = graph.scalar(ElementType.INT8, 0);
            one = graph.scalar(1);
            audioZero = graph.scalar(ElementType.UINT8, 128);
        }

        @Override
        String scores(String questions) {
            return product(
                    "audio", graph.op("Mul", questions, Plane.SCALE.name()).out());
        }

        @Override
        String sums(String probabilities) {
            String scaled = graph.op("Mul", product("audio_turned", probabilities), Plane.SCALE.name())
                    .out();
            return graph.op("Add", scaled, Plane.CENTRE.name()).out();
        }

        private String product(String audio, String rows) {
            String largest = graph.op("ReduceMax", graph.op("Abs", rows).out())
                    .with("axes", new long[] {-1})
                    .with("keepdims", 1)
                    .out();
            String whole = graph.op(
                            "QuantizeLinear", graph.op("Div", rows, largest).out(), step, zero)
                    .out();
            String product = graph.contributed("MatMulIntegerToFloat", audio, turned(whole), one, step, audioZero)
                    .out();
            return graph.op("Mul", turned(product), largest).out();
        }
    }
}

package io.scribestream.transcriber.engine.onnx.graph;

/** The two products of cross-attention with what a row listens to: {@code [batch, frames, channels]}. */
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

    /**
     * {@code questions x audio'}, made as {@code (audio x questions')'}: the right side of a product is copied into
     * another order first, so the side that is small stands there.
     */
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
            return graph.op("MatMul", probabilities, "audio").out();
        }
    }

    /**
     * Audio in unsigned 8 bits around a centre of each channel; questions in 7 signed bits and probabilities in 8
     * unsigned ones, with a scale for each row. The centre adds the same to all scores of a row, which softmax does not
     * see, and once to its sum.
     */
    private static final class Quantised extends AudioProducts {

        private final String one;
        private final String audioZero;

        Quantised(Precision precision, Graph graph, int channels) {
            super(precision, graph, channels);
            one = graph.scalar(1);
            audioZero = graph.scalar(ElementType.UINT8, 128);
        }

        @Override
        String scores(String questions) {
            String scaled = graph.op("Mul", questions, Plane.SCALE.name()).out();
            String largest = largest(graph.op("Abs", scaled).out());
            String step = graph.scalar(1f / Quantiser.SEVEN_BITS);
            String whole = whole(scaled, largest, step, graph.scalar(ElementType.INT8, 0));
            String product = graph.contributed(
                            "MatMulIntegerToFloat", Plane.WHOLE.name(), turned(whole), one, step, audioZero)
                    .out();
            return graph.op("Mul", turned(product), largest).out();
        }

        @Override
        String sums(String probabilities) {
            String largest = largest(probabilities);
            String step = graph.scalar(1 / 255f);
            String zero = graph.scalar(ElementType.UINT8, 0);
            String product = graph.contributed(
                            "MatMulIntegerToFloat",
                            whole(probabilities, largest, step, zero),
                            Plane.WHOLE.name(),
                            step,
                            one,
                            zero,
                            audioZero)
                    .out();
            String scaled = graph.op("Mul", graph.op("Mul", product, largest).out(), Plane.SCALE.name())
                    .out();
            return graph.op("Add", scaled, Plane.CENTRE.name()).out();
        }

        private String largest(String rows) {
            return graph.op("ReduceMax", rows)
                    .with("axes", new long[] {-1})
                    .with("keepdims", 1)
                    .out();
        }

        private String whole(String rows, String largest, String step, String zero) {
            return graph.op("QuantizeLinear", graph.op("Div", rows, largest).out(), step, zero)
                    .out();
        }
    }
}

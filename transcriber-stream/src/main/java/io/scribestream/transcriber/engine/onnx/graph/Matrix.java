package io.scribestream.transcriber.engine.onnx.graph;

/**
 * The weights of a linear layer as PyTorch has them: a row for each output, a column for each input. Read in parts, since
 * the largest is a gigabyte in floats.
 */
interface Matrix {

    int rows();

    int columns();

    /** Row-major. */
    float[] rows(int first, int count);

    default float[] all() {
        return rows(0, rows());
    }

    static Matrix of(int rows, int columns, float[] values) {
        return new Matrix() {
            @Override
            public int rows() {
                return rows;
            }

            @Override
            public int columns() {
                return columns;
            }

            @Override
            public float[] rows(int first, int count) {
                float[] part = new float[count * columns];
                System.arraycopy(values, first * columns, part, 0, part.length);
                return part;
            }

            @Override
            public float[] all() {
                return values;
            }
        };
    }
}

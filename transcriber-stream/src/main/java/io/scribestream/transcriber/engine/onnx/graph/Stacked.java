package io.scribestream.transcriber.engine.onnx.graph;

/** Query, key and value of one attention as one matrix, below each other. */
final class Stacked implements Matrix {

    private static final String[] PARTS = {".query", ".key", ".value"};

    private final int channels;
    private final Matrix[] parts;

    private Stacked(int channels, Matrix[] parts) {
        this.channels = channels;
        this.parts = parts;
    }

    static Matrix of(Layers layers, String name, int channels) {
        Matrix[] parts = new Matrix[PARTS.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = layers.matrix(name + PARTS[i] + ".weight");
        }
        return new Stacked(channels, parts);
    }

    @Override
    public int rows() {
        return PARTS.length * channels;
    }

    @Override
    public int columns() {
        return channels;
    }

    @Override
    public float[] rows(int first, int count) {
        float[] rows = new float[count * channels];
        int done = 0;
        while (done < count) {
            int row = first + done;
            int some = Math.min(count - done, channels - row % channels);
            float[] part = parts[row / channels].rows(row % channels, some);
            System.arraycopy(part, 0, rows, done * channels, part.length);
            done += some;
        }
        return rows;
    }
}

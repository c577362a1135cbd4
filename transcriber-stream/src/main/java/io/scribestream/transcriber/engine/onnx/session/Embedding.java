package io.scribestream.transcriber.engine.onnx.session;

import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.ggml.MappedTensor;
import java.nio.FloatBuffer;

/**
 * Tokens at their positions as the decoder reads them. They are looked up in the model's file: a few rows a step do not
 * deserve a copy of the largest matrix.
 */
final class Embedding {

    private final MappedTensor tokens;
    private final int channels;
    private final float[] positions;

    Embedding(GgmlModel model) {
        this.tokens = model.mapped("decoder.token_embedding.weight");
        this.channels = model.dimensions().nTextState();
        this.positions = model.tensor("decoder.positional_embedding");
    }

    /** @param row of {@code into}, which holds {@code [rows][channels]} */
    void put(int token, int position, FloatBuffer into, int row) {
        float[] sum = new float[channels];
        tokens.read((long) token * channels, sum);
        for (int i = 0; i < channels; i++) {
            sum[i] += positions[position * channels + i];
        }
        into.put(row * channels, sum);
    }
}

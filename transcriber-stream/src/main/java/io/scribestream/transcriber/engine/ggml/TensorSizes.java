package io.scribestream.transcriber.engine.ggml;

import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors that every Whisper network has, by the names its authors gave them, and how many numbers are in each. */
final class TensorSizes {

    private static final int KERNEL = 3;
    private static final int WIDENING = 4;

    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private final long state;

    private TensorSizes(long state) {
        this.state = state;
    }

    static Map<String, Long> of(Dimensions dimensions) {
        TensorSizes all = new TensorSizes(dimensions.nAudioState());
        all.encoder(dimensions);
        all.decoder(dimensions);
        return all.sizes;
    }

    private void encoder(Dimensions dimensions) {
        sizes.put("encoder.positional_embedding", dimensions.nAudioCtx() * state);
        linear("encoder.conv1", KERNEL * dimensions.nMels() * state, state);
        linear("encoder.conv2", KERNEL * state * state, state);
        linear("encoder.ln_post", state, state);
        for (int i = 0; i < dimensions.nAudioLayer(); i++) {
            String block = "encoder.blocks." + i + ".";
            attention(block + "attn");
            feedForward(block);
        }
    }

    private void decoder(Dimensions dimensions) {
        sizes.put("decoder.positional_embedding", dimensions.nTextCtx() * state);
        sizes.put("decoder.token_embedding.weight", dimensions.nVocab() * state);
        linear("decoder.ln", state, state);
        for (int i = 0; i < dimensions.nTextLayer(); i++) {
            String block = "decoder.blocks." + i + ".";
            attention(block + "attn");
            attention(block + "cross_attn");
            feedForward(block);
        }
    }

    private void attention(String name) {
        linear(name + "_ln", state, state);
        linear(name + ".query", state * state, state);
        sizes.put(name + ".key.weight", state * state); // Whisper's keys have no bias
        linear(name + ".value", state * state, state);
        linear(name + ".out", state * state, state);
    }

    private void feedForward(String block) {
        linear(block + "mlp_ln", state, state);
        linear(block + "mlp.0", WIDENING * state * state, WIDENING * state);
        linear(block + "mlp.2", WIDENING * state * state, state);
    }

    private void linear(String name, long weights, long biases) {
        sizes.put(name + ".weight", weights);
        sizes.put(name + ".bias", biases);
    }
}

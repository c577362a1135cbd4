package io.scribestream.transcriber.engine.onnx.words;

import java.util.Arrays;
import java.util.List;

/**
 * Says for each token and frame how much more the heads looked there than for other tokens: the weights of each head and
 * frame are normalised over the tokens, averaged over the heads, and smoothed over time by a median. OpenAI's {@code
 * whisper/timing.py} takes the median of each head; that of the average costs a fraction and places words as well.
 */
final class AttentionMatrix {

    private final float[][] weights;
    private final float[] mean;
    private final float[] scale;

    private AttentionMatrix(int tokens, int frames) {
        this.weights = new float[tokens][frames];
        this.mean = new float[frames];
        this.scale = new float[frames];
    }

    /**
     * The matrix of these tokens.
     *
     * @param tokens at least one; as many heads and frames for each
     * @return {@code [tokens][frames]}
     */
    static float[][] of(List<Attention> tokens) {
        int heads = tokens.get(0).heads();
        int frames = tokens.get(0).frames();
        AttentionMatrix one = new AttentionMatrix(tokens.size(), frames);
        float[][] sum = new float[tokens.size()][frames];
        for (int head = 0; head < heads; head++) {
            one.read(tokens, head);
            one.addTo(sum);
        }
        float[] smooth = new float[frames];
        for (float[] row : sum) {
            MedianFilter.smooth(row, smooth);
            System.arraycopy(smooth, 0, row, 0, frames);
        }
        return sum;
    }

    /** The weights of a head, and their mean and deviation over the tokens, by frame. */
    private void read(List<Attention> tokens, int head) {
        Arrays.fill(mean, 0);
        Arrays.fill(scale, 0);
        float share = 1f / weights.length;
        for (int token = 0; token < weights.length; token++) {
            float[] row = weights[token];
            tokens.get(token).read(head, row);
            for (int frame = 0; frame < row.length; frame++) {
                mean[frame] += row[frame] * share;
            }
        }
        for (float[] row : weights) {
            for (int frame = 0; frame < row.length; frame++) {
                float distance = row[frame] - mean[frame];
                scale[frame] += distance * distance * share;
            }
        }
        for (int frame = 0; frame < scale.length; frame++) {
            // where all tokens look alike there is nothing to be learnt
            scale[frame] = scale[frame] > 0 ? (float) (1 / Math.sqrt(scale[frame])) : 0;
        }
    }

    /** The sum of the heads is as good as their mean to whoever compares. */
    private void addTo(float[][] sum) {
        for (int token = 0; token < weights.length; token++) {
            float[] row = weights[token];
            float[] into = sum[token];
            for (int frame = 0; frame < row.length; frame++) {
                into[frame] += (row[frame] - mean[frame]) * scale[frame];
            }
        }
    }
}

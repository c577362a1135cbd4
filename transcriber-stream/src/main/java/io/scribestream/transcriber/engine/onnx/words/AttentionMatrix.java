package io.scribestream.transcriber.engine.onnx.words;

import java.util.Arrays;
import java.util.List;

/**
 * Says for each token and frame how much more the heads looked there than for other tokens: the weights of each head and
 * frame are normalised over the tokens, smoothed over time by a median, and averaged over the heads, as in OpenAI's
 * {@code whisper/timing.py}.
 */
final class AttentionMatrix {

    private final List<Attention> tokens;
    private final int heads;
    private final int frames;
    private final float[] mean;
    private final float[] inverseDeviation;

    private AttentionMatrix(List<Attention> tokens) {
        this.tokens = tokens;
        this.heads = tokens.get(0).heads();
        this.frames = tokens.get(0).frames();
        this.mean = new float[frames];
        this.inverseDeviation = new float[frames];
    }

    /**
     * The matrix of these tokens.
     *
     * @param tokens at least one; as many heads and frames for each
     * @return {@code [tokens][frames]}
     */
    static float[][] of(List<Attention> tokens) {
        return new AttentionMatrix(tokens).average();
    }

    private float[][] average() {
        float[][] sum = new float[tokens.size()][frames];
        float[] row = new float[frames];
        float[] smooth = new float[frames];
        for (int head = 0; head < heads; head++) {
            measure(head);
            for (int token = 0; token < sum.length; token++) {
                Attention attention = tokens.get(token);
                for (int frame = 0; frame < frames; frame++) {
                    row[frame] = (attention.weight(head, frame) - mean[frame]) * inverseDeviation[frame];
                }
                MedianFilter.smooth(row, smooth);
                for (int frame = 0; frame < frames; frame++) {
                    sum[token][frame] += smooth[frame] / heads;
                }
            }
        }
        return sum;
    }

    /** Mean and deviation of a head over the tokens, by frame; where all tokens look alike nothing is to be learnt. */
    private void measure(int head) {
        Arrays.fill(mean, 0);
        Arrays.fill(inverseDeviation, 0);
        for (Attention token : tokens) {
            for (int frame = 0; frame < frames; frame++) {
                mean[frame] += token.weight(head, frame) / tokens.size();
            }
        }
        float[] variance = inverseDeviation;
        for (Attention token : tokens) {
            for (int frame = 0; frame < frames; frame++) {
                float distance = token.weight(head, frame) - mean[frame];
                variance[frame] += distance * distance / tokens.size();
            }
        }
        for (int frame = 0; frame < frames; frame++) {
            inverseDeviation[frame] = variance[frame] > 0 ? (float) (1 / Math.sqrt(variance[frame])) : 0;
        }
    }
}

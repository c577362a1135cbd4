package io.scribestream.chunker.cut;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A source of which it is written down where speech is: sound that says where it comes from, and its detector. */
final class Script {

    static final float SPEECH = 0.9f;
    static final float SILENCE = 0.05f;
    /** Neither begins speech nor ends it. */
    static final float BREATH = 0.42f;

    private final List<float[]> runs = new ArrayList<>();
    private int frames;
    private long cutShort;

    /** The same probability for a number of frames of 32 ms. */
    Script then(int count, float probability) {
        float[] run = new float[count];
        Arrays.fill(run, probability);
        return then(run);
    }

    Script then(float... probabilities) {
        runs.add(probabilities);
        frames += probabilities.length;
        return this;
    }

    /** Ends the source inside its last frame. */
    Script without(int lastSamples) {
        cutShort = lastSamples;
        return this;
    }

    long samples() {
        return (long) frames * SpeechDetector.FRAME - cutShort;
    }

    float[] probabilities() {
        float[] all = new float[frames];
        int at = 0;
        for (float[] run : runs) {
            System.arraycopy(run, 0, all, at, run.length);
            at += run.length;
        }
        return all;
    }

    /** Loud sound, different everywhere. */
    static short sample(long position) {
        return (short) (position * 40_503 >>> 3 | 1);
    }

    /** @param blocks how many samples each read gives, again and again */
    Samples source(int... blocks) {
        return new Samples() {
            private long at;
            private int reads;

            @Override
            public int read(short[] into, int offset, int length) {
                int count = (int) Math.min(Math.min(length, blocks[reads++ % blocks.length]), samples() - at);
                for (int i = 0; i < count; i++) {
                    into[offset + i] = sample(at + i);
                }
                at += count;
                return count == 0 ? -1 : count;
            }
        };
    }

    SpeechDetector detector() {
        float[] all = probabilities();
        return new SpeechDetector() {
            private int next;

            @Override
            public float[] probabilities(short[] samples) {
                float[] some = new float[samples.length / FRAME];
                for (int i = 0; i < some.length; i++) {
                    some[i] = all[next++];
                }
                return some;
            }

            @Override
            public void close() {}
        };
    }

    List<Cut> cut(CutSettings settings, int... blocks) {
        List<Cut> cuts = new ArrayList<>();
        try (Cutter cutter =
                new Cutter(source(blocks.length == 0 ? new int[] {4_096} : blocks), detector(), settings)) {
            for (Cut cut = cutter.next(); cut != null; cut = cutter.next()) {
                cuts.add(cut);
            }
        }
        return cuts;
    }
}

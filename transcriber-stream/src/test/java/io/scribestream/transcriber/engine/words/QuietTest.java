package io.scribestream.transcriber.engine.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.transcriber.engine.Speech;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuietTest {

    private static final int RATE = Speech.SAMPLE_RATE;

    @Test
    void findsThePauseBetweenTwoStretchesOfSound() {
        float[] samples = noise(3, 0.3f);
        Arrays.fill(samples, RATE, RATE * 3 / 2, 0f);

        assertThat(Quiet.in(samples, RATE)).singleElement().satisfies(pause -> {
            assertThat(pause.start()).isCloseTo(1, within(0.02));
            assertThat(pause.end()).isCloseTo(1.5, within(0.02));
        });
    }

    @Test
    void findsNoneWhereEverythingIsAlikeLoud() {
        assertThat(Quiet.in(noise(3, 0.3f), RATE)).isEmpty();
    }

    @Test
    void findsNoneInNothing() {
        assertThat(Quiet.in(new float[0], RATE)).isEmpty();
        assertThat(Quiet.in(new float[RATE], RATE)).isEmpty();
    }

    private static float[] noise(int seconds, float loudness) {
        Random random = new Random(7);
        float[] samples = new float[seconds * RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextGaussian() * loudness;
        }
        return samples;
    }
}

package io.scribestream.standalone.it;

import io.scribestream.testkit.Repository;
import io.scribestream.testkit.WordErrorRate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** The shipped recording, 11 s of speech at 16 kHz, and what can be made of it. */
final class Speech {

    static final int RATE = 16_000;

    static final String WORDS =
            "And so my fellow Americans, ask not what your country can do for you, ask what you can do"
                    + " for your country.";

    static Path file() {
        return Repository.file("samples/jfk.wav");
    }

    static float[] samples() throws IOException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(file().toFile())) {
            byte[] bytes = in.readAllBytes();
            ByteBuffer pcm = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            float[] samples = new float[bytes.length / 2];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = pcm.getShort() / 32768f;
            }
            return samples;
        } catch (UnsupportedAudioFileException e) {
            throw new IOException(e);
        }
    }

    /** Said several times, with a pause behind each. */
    static float[] repeated(int times, double pauseSeconds) throws IOException {
        float[] once = samples();
        int period = once.length + (int) (pauseSeconds * RATE);
        float[] all = new float[times * period];
        for (int i = 0; i < times; i++) {
            System.arraycopy(once, 0, all, i * period, once.length);
        }
        return all;
    }

    static float[] part(double fromSeconds, double toSeconds) throws IOException {
        return Arrays.copyOfRange(samples(), (int) (fromSeconds * RATE), (int) (toSeconds * RATE));
    }

    /** At half the rate: each pair of samples becomes its mean, which is filter enough for speech. */
    static float[] halved(float[] samples) {
        float[] half = new float[samples.length / 2];
        for (int i = 0; i < half.length; i++) {
            half[i] = (samples[2 * i] + samples[2 * i + 1]) / 2;
        }
        return half;
    }

    /** At a multiple of the rate, along straight lines. */
    static float[] multiplied(float[] samples, int factor) {
        float[] more = new float[samples.length * factor];
        for (int i = 0; i < more.length; i++) {
            float here = samples[i / factor];
            float next = samples[Math.min(i / factor + 1, samples.length - 1)];
            more[i] = here + (next - here) * (i % factor) / factor;
        }
        return more;
    }

    /** How far a text is from the words said so many times. */
    static WordErrorRate against(String heard, int times) {
        return WordErrorRate.of((WORDS + " ").repeat(times), heard, "en");
    }

    private Speech() {}
}

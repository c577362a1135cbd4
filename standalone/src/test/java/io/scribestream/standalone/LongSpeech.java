package io.scribestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.Repository;
import io.scribestream.testkit.Sounds;
import io.scribestream.testkit.WordErrorRate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Collections;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** The eleven seconds of the sample, over and over, with a pause behind each. */
public final class LongSpeech {

    public static final Path ONCE = Repository.file("samples/jfk.wav");

    private static final int PAUSE_SAMPLES = 2 * 16_000;

    private static final String WORDS = "And so, my fellow Americans, ask not what your country can do for you,"
            + " ask what you can do for your country.";

    /** Writes a WAV file of the sample, so many times. */
    public static Path write(Path file, int times) throws IOException {
        float[] once = samples();
        int each = once.length + PAUSE_SAMPLES;
        float[] all = new float[each * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(once, 0, all, i * each, once.length);
        }
        return Sounds.wav(file, all);
    }

    /** What is said in it. */
    public static String words(int times) {
        return String.join("\n", Collections.nCopies(times, WORDS));
    }

    /** Asserts that it was heard word by word. */
    public static void requireWords(int times, String heard) {
        WordErrorRate errors = WordErrorRate.of(words(times), heard, "en");
        assertThat(errors.rate()).as(errors.differences()).isZero();
    }

    private static float[] samples() throws IOException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(ONCE.toFile())) {
            ShortBuffer pcm = ByteBuffer.wrap(in.readAllBytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            float[] samples = new float[pcm.remaining()];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = pcm.get(i) / (float) Short.MAX_VALUE;
            }
            return samples;
        } catch (UnsupportedAudioFileException e) {
            throw new IOException(e);
        }
    }

    private LongSpeech() {}
}

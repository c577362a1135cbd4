package io.scribestream.standalone.chaos;

import io.scribestream.testkit.Repository;
import io.scribestream.testkit.Sounds;
import io.scribestream.testkit.chaos.Recording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Sources for jobs: real voices of the sample, and of the corpus where it is there, one after the other with pauses, noise
 * and tones between them, each said at a loudness of its own so that no two stretches are the same. Among them one that is
 * silent and one that is no sound at all.
 */
public final class Recordings {

    private static final int RATE = 16_000;
    private static final double FAINT = 0.001;
    private static final List<String> LANGUAGES = List.of("en", "auto", "multi");

    /** Seconds, from which the length of each in turn is drawn. */
    private static final List<Integer> LENGTHS = List.of(8, 60, 25, 160, 40, 12, 90);

    private final Random random;
    private final List<float[]> voices;

    private Recordings(long seed) throws IOException {
        this.random = new Random(seed);
        this.voices = voices();
    }

    /**
     * Writes them.
     *
     * @param spoken how many with speech in them, beside the other two
     */
    public static List<Recording> write(Path folder, long seed, int spoken) throws IOException {
        Recordings made = new Recordings(seed);
        List<Recording> all = new ArrayList<>();
        for (int i = 0; i < spoken; i++) {
            int seconds = LENGTHS.get(i % LENGTHS.size());
            String name = "speech-" + i;
            all.add(new Recording(
                    name,
                    Sounds.wav(folder.resolve(name + ".wav"), made.speech(seconds)),
                    LANGUAGES.get(i % LANGUAGES.size()),
                    true));
        }
        all.add(new Recording("silence", Sounds.wav(folder.resolve("silence.wav"), made.faint(8 * RATE)), "en", true));
        all.add(new Recording(
                "text", Files.writeString(folder.resolve("text.mp3"), "No sound at all.\n".repeat(99)), "en", false));
        return all;
    }

    /** One of a given length. */
    public static Recording write(Path folder, String name, long seed, int seconds) throws IOException {
        float[] speech = new Recordings(seed).speech(seconds);
        return new Recording(name, Sounds.wav(folder.resolve(name + ".wav"), speech), "en", true);
    }

    private float[] speech(int seconds) {
        float[] all = new float[seconds * RATE];
        int at = 0;
        while (at < all.length) {
            at = put(all, at, louder(voices.get(random.nextInt(voices.size())), 0.4 + 0.6 * random.nextDouble()));
            at = put(all, at, between());
        }
        return all;
    }

    private float[] between() {
        double seconds = 0.3 + 2.7 * random.nextDouble();
        return switch (random.nextInt(6)) {
            case 0 -> Sounds.noise(RATE, seconds, 0.05, random.nextLong());
            case 1 -> louder(Sounds.tone(RATE, seconds, 200 + random.nextInt(2_000)), 0.2);
            default -> faint((int) (seconds * RATE));
        };
    }

    private float[] faint(int samples) {
        return Sounds.noise(RATE, (double) samples / RATE, FAINT, random.nextLong());
    }

    private static int put(float[] all, int at, float[] part) {
        int length = Math.min(part.length, all.length - at);
        System.arraycopy(part, 0, all, at, length);
        return at + length;
    }

    private static float[] louder(float[] samples, double factor) {
        float[] changed = samples.clone();
        for (int i = 0; i < changed.length; i++) {
            changed[i] *= (float) factor;
        }
        return changed;
    }

    private static List<float[]> voices() throws IOException {
        List<float[]> voices = new ArrayList<>();
        float[] sample = samples(Repository.file("samples/jfk.wav"));
        voices.add(sample);
        voices.add(Arrays.copyOf(sample, 4 * RATE));
        voices.add(Arrays.copyOfRange(sample, 5 * RATE, 10 * RATE));
        for (String folder : List.of("arctic", "debian-pocketsphinx")) {
            Path corpus =
                    Repository.root().resolveSibling("shared").resolve("corpus").resolve(folder);
            if (Files.isDirectory(corpus)) {
                addAll(corpus, voices);
            }
        }
        return voices;
    }

    private static void addAll(Path corpus, List<float[]> voices) throws IOException {
        try (Stream<Path> files = Files.list(corpus)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".wav")) {
                    float[] voice = samples(file);
                    if (voice.length > 0) {
                        voices.add(voice);
                    }
                }
            }
        }
    }

    /** Of a WAV file with 16-bit samples, one channel, 16 kHz; none of any other. */
    private static float[] samples(Path wav) throws IOException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(wav.toFile())) {
            AudioFormat format = in.getFormat();
            if (format.getSampleRate() != RATE || format.getChannels() != 1 || format.getSampleSizeInBits() != 16) {
                return new float[0];
            }
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
}

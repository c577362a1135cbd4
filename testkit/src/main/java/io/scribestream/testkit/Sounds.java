package io.scribestream.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Writes sound files of any shape, so that tests need no recording. Samples are -1 to 1; channels are interleaved. */
public final class Sounds {

    /** How a WAV file holds a sample. */
    public enum Encoding {
        PCM_S16(1, 2),
        PCM_S24(1, 3),
        FLOAT_32(3, 4);

        private final int formatTag;
        private final int bytes;

        Encoding(int formatTag, int bytes) {
            this.formatTag = formatTag;
            this.bytes = bytes;
        }
    }

    private static final int WAV_HEADER = 44;

    private Sounds() {}

    /** A sine of half the full amplitude, one channel. */
    public static float[] tone(int rate, double seconds, double hertz) {
        float[] samples = new float[(int) Math.round(rate * seconds)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return samples;
    }

    /** White noise of the given amplitude, one channel; the same for the same seed. */
    public static float[] noise(int rate, double seconds, double amplitude, long seed) {
        Random random = new Random(seed);
        float[] samples = new float[(int) Math.round(rate * seconds)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (amplitude * (2 * random.nextDouble() - 1));
        }
        return samples;
    }

    /** One channel repeated in each of several. */
    public static float[] spread(float[] mono, int channels) {
        float[] interleaved = new float[mono.length * channels];
        for (int i = 0; i < interleaved.length; i++) {
            interleaved[i] = mono[i / channels];
        }
        return interleaved;
    }

    /** Mono, 16 kHz, 16 bit. */
    public static Path wav(Path file, float[] mono) throws IOException {
        return wav(file, 16_000, 1, Encoding.PCM_S16, mono);
    }

    /** @param samples interleaved, a multiple of {@code channels} */
    public static Path wav(Path file, int rate, int channels, Encoding encoding, float[] samples) throws IOException {
        return Files.write(file, wavBytes(rate, channels, encoding, samples));
    }

    public static byte[] wavBytes(int rate, int channels, Encoding encoding, float[] samples) {
        int frame = channels * encoding.bytes;
        int data = samples.length * encoding.bytes;
        ByteBuffer wav = ByteBuffer.allocate(WAV_HEADER + data).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(WAV_HEADER - 8 + data).put(ascii("WAVEfmt "));
        wav.putInt(16).putShort((short) encoding.formatTag).putShort((short) channels);
        wav.putInt(rate).putInt(rate * frame).putShort((short) frame).putShort((short) (encoding.bytes * 8));
        wav.put(ascii("data")).putInt(data);
        for (float sample : samples) {
            put(wav, encoding, sample);
        }
        return wav.array();
    }

    /** A WAV file whose header promises another number of bytes of sound than there are. */
    public static Path wavPromising(Path file, int promisedBytes, float[] mono) throws IOException {
        byte[] wav = wavBytes(16_000, 1, Encoding.PCM_S16, mono);
        ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putInt(WAV_HEADER - 4, promisedBytes);
        return Files.write(file, wav);
    }

    private static void put(ByteBuffer wav, Encoding encoding, float sample) {
        switch (encoding) {
            case PCM_S16 -> wav.putShort((short) Math.round(sample * Short.MAX_VALUE));
            case PCM_S24 -> {
                int value = Math.round(sample * 0x7FFFFF);
                wav.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
            }
            case FLOAT_32 -> wav.putFloat(sample);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package io.scribestream.chunker.decode;

import java.nio.file.Path;
import java.util.Arrays;

/** A source read to its end. */
record Decoded(short[] firstSamples, long samples, double loudness, double declaredSeconds, String damage) {

    private static final int KEPT = 40_000;

    static Decoded from(FfmpegDecoder decoder, Path file) {
        try (PcmSource source = decoder.open(file)) {
            short[] first = new short[0];
            short[] block = new short[10_000];
            long samples = 0;
            double squares = 0;
            for (int read = source.read(block, 0, block.length);
                    read >= 0;
                    read = source.read(block, 0, block.length)) {
                if (samples < KEPT) {
                    first = Arrays.copyOf(first, first.length + read);
                    System.arraycopy(block, 0, first, first.length - read, read);
                }
                for (int i = 0; i < read; i++) {
                    squares += Math.pow(block[i] / 32_768.0, 2);
                }
                samples += read;
            }
            return new Decoded(
                    first,
                    samples,
                    Math.sqrt(squares / Math.max(1, samples)),
                    source.declaredSeconds(),
                    source.damage());
        }
    }

    double seconds() {
        return (double) samples / PcmSource.RATE;
    }
}

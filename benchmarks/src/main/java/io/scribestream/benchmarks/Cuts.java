package io.scribestream.benchmarks;

import io.scribestream.chunker.cut.Cut;
import io.scribestream.chunker.cut.CutSettings;
import io.scribestream.chunker.cut.Cutter;
import io.scribestream.chunker.decode.DecodeLimits;
import io.scribestream.chunker.decode.FfmpegDecoder;
import io.scribestream.chunker.decode.PcmSource;
import io.scribestream.chunker.vad.SileroModel;
import io.scribestream.testkit.Repository;
import io.scribestream.transcriber.engine.Speech;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Chunks as the chunker cuts them, in memory or as files of bare samples. */
final class Cuts {

    private static final String SUFFIX = ".pcm";

    private Cuts() {}

    static List<Cut> of(Path file) {
        List<Cut> cuts = new ArrayList<>();
        try (FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(1));
                SileroModel silero = new SileroModel(Repository.file("models/silero-vad-v5-sequence.onnx"));
                PcmSource pcm = decoder.open(file);
                Cutter cutter = new Cutter(pcm::read, silero.detector(), CutSettings.defaults())) {
            for (Cut cut = cutter.next(); cut != null; cut = cutter.next()) {
                cuts.add(cut);
            }
        }
        return cuts;
    }

    /** All samples of a recording. */
    static float[] wholeOf(Path file) {
        try (FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(1));
                PcmSource pcm = decoder.open(file)) {
            float[] samples = new float[0];
            short[] part = new short[60 * Speech.SAMPLE_RATE];
            for (int read = pcm.read(part, 0, part.length); read >= 0; read = pcm.read(part, 0, part.length)) {
                int from = samples.length;
                samples = Arrays.copyOf(samples, from + read);
                for (int i = 0; i < read; i++) {
                    samples[from + i] = part[i] / 32_768f;
                }
            }
            return samples;
        }
    }

    /** A new folder with a file for each chunk, named in their order. */
    static Path into(Path folder, List<Cut> cuts) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < cuts.size(); i++) {
            Files.write(
                    folder.resolve(String.format("%03d", i) + SUFFIX),
                    cuts.get(i).pcm());
        }
        return folder;
    }

    /** The samples of each chunk in a folder, in order. */
    static List<float[]> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(Cuts::read)
                    .toList();
        }
    }

    static float[] samples(byte[] pcm) {
        ShortBuffer shorts = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        float[] samples = new float[shorts.remaining()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = shorts.get(i) / 32_768f;
        }
        return samples;
    }

    private static float[] read(Path file) {
        try {
            return samples(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

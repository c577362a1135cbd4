package io.scribestream.transcriber.engine;

import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the repository holds for tests: weights and a recording. */
public final class TestData {

    private TestData() {}

    public static Path model() {
        return Repository.file("models/ggml-base-q8_0.bin");
    }

    /** 11 s of a well-known sentence. */
    public static float[] jfk() {
        return samples(Repository.file("samples/jfk.wav"));
    }

    /** A libwhisper 1.9.3 kept outside the repository. */
    public static Optional<Path> newerNatives() {
        for (Path folder = Repository.root(); folder != null; folder = folder.getParent()) {
            Path natives = folder.resolve("shared/native");
            if (Files.isDirectory(natives)) {
                return Optional.of(natives);
            }
        }
        return Optional.empty();
    }

    /** Of a 16-bit mono file. */
    static float[] samples(Path wav) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.position(12);
            byte[] name = new byte[4];
            bytes.get(name);
            int size = bytes.getInt();
            while (!new String(name, StandardCharsets.US_ASCII).equals("data")) {
                bytes.position(bytes.position() + size);
                bytes.get(name);
                size = bytes.getInt();
            }
            float[] samples = new float[size / 2];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = bytes.getShort() / 32_768f;
            }
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

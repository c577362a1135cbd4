package io.scribestream.transcriber.engine.whispercpp;

import io.scribestream.runtime.EnvironmentException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Looks whether a file is a whole ggml model, without reading the weights: the library does not notice a file that ends
 * inside its last tensor.
 *
 * <p>The format, all little-endian 32-bit integers: magic; 11 numbers about the network, of which the first is the size
 * of the vocabulary; two sizes and that many filters; a count and that many tokens, each with its length; then tensors,
 * each with the number of dimensions, the length of its name, the type of its numbers, the dimensions, the name and the
 * numbers.
 */
public final class ModelFile {

    private static final int GGML = 0x67676d6c;
    private static final int GGUF = 0x46554747;
    private static final int NETWORK = 11;

    /** By type of ggml: how many numbers go into how many bytes. */
    private static final Map<Integer, Packing> PACKINGS = Map.ofEntries(
            Map.entry(0, new Packing(1, 4)), // f32
            Map.entry(1, new Packing(1, 2)), // f16
            Map.entry(2, new Packing(32, 18)), // q4_0
            Map.entry(3, new Packing(32, 20)), // q4_1
            Map.entry(6, new Packing(32, 22)), // q5_0
            Map.entry(7, new Packing(32, 24)), // q5_1
            Map.entry(8, new Packing(32, 34)), // q8_0
            Map.entry(10, new Packing(256, 84)), // q2_k
            Map.entry(11, new Packing(256, 110)), // q3_k
            Map.entry(12, new Packing(256, 144)), // q4_k
            Map.entry(13, new Packing(256, 176)), // q5_k
            Map.entry(14, new Packing(256, 210)), // q6_k
            Map.entry(30, new Packing(1, 2))); // bf16

    private ModelFile() {}

    private record Packing(int numbers, int bytes) {}

    /** @throws EnvironmentException with a sentence that names the file and what to do */
    public static void check(Path file) {
        if (!Files.exists(file)) {
            throw new EnvironmentException(
                    "there is no model at " + file + ": name another with --model or WHISPER_MODEL");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new EnvironmentException(
                    "the model " + file + " cannot be read: it must be a file this user may read");
        }
        try (LittleEndianFile in = new LittleEndianFile(file)) {
            checkMagic(file, in);
            checkTensors(file, in);
        } catch (EOFException e) {
            throw cutShort(file);
        } catch (IOException e) {
            throw new EnvironmentException("the model " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void checkMagic(Path file, LittleEndianFile in) throws IOException {
        if (in.size() < 4) {
            throw cutShort(file);
        }
        int magic = in.integer();
        if (magic == GGUF) {
            throw new EnvironmentException(
                    "the model " + file + " is a GGUF file: take the ggml file (ggml-*.bin) of that model");
        }
        if (magic != GGML) {
            throw new EnvironmentException("the file " + file
                    + " is no Whisper model: take a ggml file (ggml-*.bin), such as models/ggml-base-q8_0.bin");
        }
    }

    private static void checkTensors(Path file, LittleEndianFile in) throws IOException {
        in.skip(NETWORK * 4L);
        long filters = (long) in.integer() * in.integer();
        in.skip(filters * 4);
        int tokens = in.integer();
        for (int i = 0; i < tokens; i++) {
            in.skip(in.integer());
        }
        while (in.position() < in.size()) {
            int dimensions = in.integer();
            int nameLength = in.integer();
            Packing packing = PACKINGS.get(in.integer());
            if (dimensions < 1 || dimensions > 4 || nameLength < 1 || nameLength > 256) {
                throw new EnvironmentException(
                        "the model " + file + " is damaged at byte " + in.position() + ": fetch it again");
            }
            if (packing == null) {
                return; // a type newer than this list: the library will tell
            }
            long numbers = 1;
            for (int i = 0; i < dimensions; i++) {
                numbers *= in.integer();
            }
            in.skip(nameLength);
            in.skip(numbers / packing.numbers() * packing.bytes());
        }
    }

    private static EnvironmentException cutShort(Path file) {
        return new EnvironmentException("the model " + file + " is cut short: fetch it again");
    }
}

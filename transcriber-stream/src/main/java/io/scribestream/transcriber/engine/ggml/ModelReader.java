package io.scribestream.transcriber.engine.ggml;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a ggml file but for its weights, and holds it to what it promises: that it is whole, that every tensor its
 * dimensions ask for is there in its size, and nothing in it is of a kind nobody knows. libwhisper does not notice a
 * file that ends inside its last tensor.
 *
 * <p>The format, all little-endian 32-bit integers: magic; 11 numbers about the network; two sizes and that many
 * filters; a count and that many tokens, each with its length; then tensors, each with the number of dimensions, the
 * length of its name, the type of its numbers, the dimensions, the name and the numbers.
 */
final class ModelReader {

    private static final int GGML = 0x67676d6c;
    private static final int GGUF = 0x46554747;
    private static final int LONGEST_TOKEN = 1024;

    private final Path file;
    private final LittleEndianFile in;

    private ModelReader(Path file, LittleEndianFile in) {
        this.file = file;
        this.in = in;
    }

    /** @throws EnvironmentException with a sentence that names the file and what to do */
    static ModelContents read(Path file) {
        if (!Files.exists(file)) {
            throw new EnvironmentException(
                    Lack.MODEL_MISSING,
                    "there is no model at " + file + ": name another with --model or WHISPER_MODEL");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID, "the model " + file + " cannot be read: it must be a file this user may read");
        }
        try (LittleEndianFile in = new LittleEndianFile(file)) {
            return new ModelReader(file, in).contents();
        } catch (EOFException e) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID, "the model " + file + " is cut short: fetch it again", e);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID, "the model " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private ModelContents contents() throws IOException {
        magic();
        Dimensions dimensions = dimensions();
        MelFilters filters = filters(dimensions);
        Vocabulary vocabulary = vocabulary(dimensions);
        Map<String, Tensor> tensors = tensors();
        TensorSizes.of(dimensions).forEach((name, numbers) -> expect(tensors, name, numbers));
        return new ModelContents(dimensions, filters, vocabulary, tensors);
    }

    private void magic() throws IOException {
        int magic = in.integer();
        if (magic == GGUF) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID,
                    "the model " + file + " is a GGUF file: take the ggml file (ggml-*.bin) of that model");
        }
        if (magic != GGML) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID,
                    "the file " + file
                            + " is no Whisper model: take a ggml file (ggml-*.bin), such as models/ggml-base-q8_0.bin");
        }
    }

    private Dimensions dimensions() throws IOException {
        int[] numbers = new int[10];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.integer();
        }
        in.skip(Integer.BYTES); // the type of most tensors, which each of them says itself
        try {
            return new Dimensions(
                    numbers[0],
                    numbers[1],
                    numbers[2],
                    numbers[3],
                    numbers[4],
                    numbers[5],
                    numbers[6],
                    numbers[7],
                    numbers[8],
                    numbers[9]);
        } catch (IllegalArgumentException e) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID,
                    "the model " + file + " has dimensions that no Whisper has (" + e.getMessage()
                            + "): fetch it again",
                    e);
        }
    }

    private MelFilters filters(Dimensions dimensions) throws IOException {
        int bands = in.integer();
        int bins = in.integer();
        if (bands != dimensions.nMels() || bins < 2 || bins > 1 << 12) {
            throw damaged();
        }
        float[] weights = new float[bands * bins];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = in.number();
        }
        return new MelFilters(bands, bins, weights);
    }

    private Vocabulary vocabulary(Dimensions dimensions) throws IOException {
        int tokens = in.integer();
        if (tokens < 1 || tokens > dimensions.nVocab()) {
            throw damaged();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(tokens * 8);
        int[] ends = new int[tokens];
        for (int i = 0; i < tokens; i++) {
            int length = in.integer();
            if (length < 0 || length > LONGEST_TOKEN) {
                throw damaged();
            }
            bytes.writeBytes(in.bytes(length));
            ends[i] = bytes.size();
        }
        return new Vocabulary(bytes.toByteArray(), ends);
    }

    private Map<String, Tensor> tensors() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        while (in.position() < in.size()) {
            Tensor tensor = tensor();
            in.skip(tensor.bytes());
            tensors.put(tensor.name(), tensor);
        }
        return tensors;
    }

    private Tensor tensor() throws IOException {
        int dimensions = in.integer();
        int nameLength = in.integer();
        int typeId = in.integer();
        if (dimensions < 1 || dimensions > 4 || nameLength < 1 || nameLength > 256) {
            throw damaged();
        }
        int[] shape = new int[dimensions];
        for (int i = dimensions - 1; i >= 0; i--) {
            shape[i] = in.integer();
            if (shape[i] < 1 || shape[i] > 1 << 24) {
                throw damaged();
            }
        }
        String name = in.text(nameLength);
        TensorType type = TensorType.ofId(typeId)
                .orElseThrow(() -> new EnvironmentException(
                        Lack.MODEL_INVALID,
                        "the model " + file + " holds weights of a type (" + typeId
                                + ") that is not known here: take its f16 or q8_0 file"));
        if (shape[dimensions - 1] % type.numbers() != 0) {
            throw damaged();
        }
        return new Tensor(name, type, shape, in.position());
    }

    private void expect(Map<String, Tensor> tensors, String name, long numbers) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID, "the model " + file + " lacks the weights " + name + ": fetch it again");
        }
        if (tensor.numbers() != numbers) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID,
                    "the model " + file + " has " + tensor.numbers() + " weights " + name
                            + " where its dimensions ask for " + numbers + ": fetch it again");
        }
    }

    private EnvironmentException damaged() {
        return new EnvironmentException(
                Lack.MODEL_INVALID,
                "the model " + file + " is damaged before byte " + in.position() + ": fetch it again");
    }
}

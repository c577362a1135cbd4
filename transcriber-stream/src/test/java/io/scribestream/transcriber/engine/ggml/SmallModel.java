package io.scribestream.transcriber.engine.ggml;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a model file of one layer, all of zeros, that may have a fault. */
final class SmallModel {

    private static final int BINS = 2;

    final int[] dimensions = {51_865, 10, 32, 1, 1, 10, 32, 1, 1, 80};
    final Map<String, Long> tensors =
            new LinkedHashMap<>(TensorSizes.of(new Dimensions(51_865, 10, 32, 1, 1, 10, 32, 1, 1, 80)));
    final Map<String, Integer> types = new HashMap<>();

    Path write(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            integers(out, 0x67676d6c);
            integers(out, dimensions);
            integers(out, 1, 80, BINS);
            out.write(new byte[80 * BINS * Float.BYTES]);
            integers(out, 1, 1);
            out.writeByte('a');
            for (Map.Entry<String, Long> tensor : tensors.entrySet()) {
                tensor(out, tensor.getKey(), tensor.getValue().intValue());
            }
        }
        return file;
    }

    private void tensor(DataOutputStream out, String name, int numbers) throws IOException {
        int type = types.getOrDefault(name, 0);
        integers(out, 1, name.length(), type, numbers);
        out.write(name.getBytes(StandardCharsets.US_ASCII));
        long bytes = TensorType.ofId(type).map(known -> known.bytes(numbers)).orElse(1L);
        out.write(new byte[(int) bytes]);
    }

    private static void integers(DataOutputStream out, int... numbers) throws IOException {
        for (int number : numbers) {
            out.writeInt(Integer.reverseBytes(number));
        }
    }
}

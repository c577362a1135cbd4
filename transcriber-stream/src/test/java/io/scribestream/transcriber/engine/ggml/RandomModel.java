package io.scribestream.transcriber.engine.ggml;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * A whole model that knows nothing: weights are drawn, as large as those of a model before it is trained. The same weights
 * in every type, but for the type's rounding.
 */
public final class RandomModel {

    private static final int BINS = 201;
    private static final int BYTES = 256;

    private final Dimensions dimensions;
    private final TensorType type;
    private final String turned;

    private RandomModel(Dimensions dimensions, TensorType type, String turned) {
        this.dimensions = dimensions;
        this.type = type;
        this.turned = turned;
    }

    /** @param type of its matrices, as ggml's tools write it */
    public static Path write(Path file, Dimensions dimensions, String type) throws IOException {
        return new RandomModel(dimensions, Packing.type(type), "").write(file);
    }

    /** With one matrix that has rows where columns should be. */
    public static Path writeWrong(Path file, Dimensions dimensions, String turned) throws IOException {
        return new RandomModel(dimensions, TensorType.F32, turned).write(file);
    }

    private Path write(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            integers(out, 0x67676d6c, dimensions.nVocab(), dimensions.nAudioCtx(), dimensions.nAudioState());
            integers(out, dimensions.nAudioHead(), dimensions.nAudioLayer(), dimensions.nTextCtx());
            integers(out, dimensions.nTextState(), dimensions.nTextHead(), dimensions.nTextLayer());
            integers(out, dimensions.nMels(), 1);
            integers(out, dimensions.nMels(), BINS);
            out.write(new byte[dimensions.nMels() * BINS * Float.BYTES]);
            integers(out, BYTES);
            for (int i = 0; i < BYTES; i++) {
                integers(out, 1);
                out.writeByte(i);
            }
            for (Map.Entry<String, Long> tensor : TensorSizes.of(dimensions).entrySet()) {
                tensor(out, tensor.getKey(), tensor.getValue().intValue());
            }
        }
        return file;
    }

    private void tensor(DataOutputStream out, String name, int numbers) throws IOException {
        int[] shape = shape(name, numbers);
        TensorType packed = isMatrix(name) ? type : TensorType.F32;
        integers(out, shape.length, name.length(), packed.id());
        for (int i = shape.length - 1; i >= 0; i--) {
            integers(out, shape[i]);
        }
        out.write(name.getBytes(StandardCharsets.US_ASCII));
        out.write(Packing.pack(packed, drawn(name, shape, numbers)));
    }

    /** Convolutions and positions stay as they are in every file. */
    private static boolean isMatrix(String name) {
        return name.endsWith(".weight") && !name.contains("ln") && !name.contains("conv");
    }

    private int[] shape(String name, int numbers) {
        int state = dimensions.nAudioState();
        if (name.contains("conv")) {
            return name.endsWith("bias") ? new int[] {state, 1} : new int[] {state, numbers / state / 3, 3};
        }
        if (name.equals(turned)) {
            return new int[] {state, numbers / state};
        }
        if (name.contains("positional")) {
            return new int[] {numbers / state, state};
        }
        if (!isMatrix(name)) {
            return new int[] {numbers};
        }
        return name.contains("mlp.2") ? new int[] {state, 4 * state} : new int[] {numbers / state, state};
    }

    private static float[] drawn(String name, int[] shape, int numbers) {
        Random random = new Random(name.hashCode());
        float middle = name.contains("ln") && name.endsWith("weight") ? 1 : 0;
        double spread = shape.length == 1 || name.contains("bias") ? 0.1 : Math.sqrt((double) shape[0] / numbers);
        float[] drawn = new float[numbers];
        for (int i = 0; i < numbers; i++) {
            drawn[i] = (float) (middle + spread * random.nextGaussian());
        }
        return drawn;
    }

    private static void integers(DataOutputStream out, int... numbers) throws IOException {
        for (int number : numbers) {
            out.writeInt(Integer.reverseBytes(number));
        }
    }
}

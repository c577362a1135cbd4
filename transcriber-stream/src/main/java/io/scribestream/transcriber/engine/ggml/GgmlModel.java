package io.scribestream.transcriber.engine.ggml;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/**
 * A Whisper model in the format of whisper.cpp. Opening it reads some 600 KB and looks whether the file is whole; the
 * weights are mapped when asked for, so nothing of them stays on the heap here. May be shared by threads.
 */
public final class GgmlModel implements Closeable {

    private final Path file;
    private final ModelContents contents;
    private final FileChannel channel;

    private GgmlModel(Path file, ModelContents contents, FileChannel channel) {
        this.file = file;
        this.contents = contents;
        this.channel = channel;
    }

    /** @throws EnvironmentException if it is no whole model, with a sentence that names the file and what to do */
    public static GgmlModel open(Path file) {
        ModelContents contents = ModelReader.read(file);
        try {
            return new GgmlModel(file, contents, FileChannel.open(file));
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID, "the model " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws EnvironmentException if it is no whole model, with a sentence that names the file and what to do */
    public static void check(Path file) {
        ModelReader.read(file);
    }

    public Dimensions dimensions() {
        return contents.dimensions();
    }

    public MelFilters filters() {
        return contents.filters();
    }

    public Vocabulary vocabulary() {
        return contents.vocabulary();
    }

    /**
     * The shape of a tensor as PyTorch has it, outermost first. The biases of the convolutions have a second dimension
     * of 1.
     *
     * @throws EnvironmentException if the model has no tensor of this name
     */
    public int[] shape(String name) {
        return find(name).shape().clone();
    }

    /**
     * All numbers of a tensor, row by row. The array is the caller's; that of the largest token embedding takes 265 MB,
     * which {@link #read} can do in parts.
     *
     * @throws EnvironmentException if the model has no tensor of this name, or its type cannot be unpacked
     */
    public float[] tensor(String name) {
        float[] numbers = new float[Math.toIntExact(find(name).numbers())];
        read(name, 0, numbers);
        return numbers;
    }

    /**
     * Fills an array with the numbers of a tensor from one of them on.
     *
     * @param from counted row by row; it and the array's length in whole blocks of 32, which whole rows always are
     * @throws EnvironmentException if the model has no tensor of this name, or its type cannot be unpacked
     */
    public void read(String name, long from, float[] into) {
        Tensor tensor = find(name);
        if (from < 0 || from + into.length > tensor.numbers()) {
            throw new IndexOutOfBoundsException(name + " from " + from + ", " + into.length + " numbers");
        }
        TensorType type = tensor.type();
        ByteBuffer in = map(tensor.start() + type.bytes(from), type.bytes(into.length));
        new MappedTensor(type, unpacking(type), in).read(0, into);
    }

    /**
     * A tensor to be read again and again, a little at a time.
     *
     * @throws EnvironmentException if the model has no tensor of this name, or its type cannot be unpacked
     */
    public MappedTensor mapped(String name) {
        Tensor tensor = find(name);
        return new MappedTensor(tensor.type(), unpacking(tensor.type()), map(tensor.start(), tensor.bytes()));
    }

    private TensorType.Unpacking unpacking(TensorType type) {
        return type.unpacking()
                .orElseThrow(() -> new EnvironmentException(
                        Lack.MODEL_INVALID,
                        "the model " + file + " holds weights of type " + type.ggmlName()
                                + ", which this engine cannot read: take its f16 or q8_0 file"));
    }

    private ByteBuffer map(long start, long bytes) {
        try {
            return channel.map(MapMode.READ_ONLY, start, bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID, "the model " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Tensor find(String name) {
        Tensor tensor = contents.tensors().get(name);
        if (tensor == null) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID, "the model " + file + " lacks the weights " + name + ": fetch it again");
        }
        return tensor;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

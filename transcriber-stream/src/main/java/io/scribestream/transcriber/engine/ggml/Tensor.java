package io.scribestream.transcriber.engine.ggml;

import java.util.Arrays;

/**
 * Where the numbers of a tensor lie in the file.
 *
 * @param shape row by row, as PyTorch has it: ggml writes it the other way round
 * @param start in bytes from the file's start
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Tensor(String name, TensorType type, int[] shape, long start) {

    long numbers() {
        return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    }

    long bytes() {
        return type.bytes(numbers());
    }
}

package io.scribestream.transcriber.engine.onnx.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Stored values of src/test/python/reference.py: for each line what it is and its numbers. */
record Reference(List<String> lines) {

    static Reference of(String model) {
        try (InputStream in = Reference.class.getResourceAsStream("/reference/" + model + ".txt")) {
            return new Reference(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int[] prompt() {
        return all("prompt").get(0).mapToInt(Integer::parseInt).toArray();
    }

    int[] tokens() {
        return all("tokens").get(0).mapToInt(Integer::parseInt).toArray();
    }

    double[] audio() {
        return numbers("audio", 0);
    }

    double[] logits(int step) {
        return numbers("logits", step);
    }

    double[] looked(int step) {
        return numbers("looked", step);
    }

    private double[] numbers(String what, int index) {
        return all(what).get(index).mapToDouble(Double::parseDouble).toArray();
    }

    private List<Stream<String>> all(String what) {
        return lines.stream()
                .filter(line -> line.startsWith(what + " "))
                .map(line -> Arrays.stream(line.split(" ")).skip(1))
                .toList();
    }

    /** The length of the difference, in lengths of what is expected. */
    static double distance(double[] actual, double[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(actual[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }
}

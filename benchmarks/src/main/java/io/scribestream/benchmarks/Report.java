package io.scribestream.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints figures: what was measured, what should come out, what did. */
final class Report {

    private boolean reached = true;

    void title(String title) {
        System.out.printf("%n== %s%n", title);
    }

    void machine() {
        System.out.println(machineText());
    }

    static String machineText() {
        return String.format(
                "%s, %d cores, Java %s, %s",
                cpu(), Runtime.getRuntime().availableProcessors(), Runtime.version(), System.getProperty("os.version"));
    }

    void figure(String name, String value) {
        System.out.printf("   %-46s %s%n", name, value);
    }

    /** A figure that has a goal: at most this. */
    void atMost(String name, double value, double goal) {
        boolean good = value <= goal;
        reached &= good;
        System.out.printf(Locale.ROOT, "%s %-46s %.3f (goal: at most %.3f)%n", good ? "ok" : "NO", name, value, goal);
    }

    /** A figure that has a goal: at least this. */
    void atLeast(String name, double value, double goal) {
        boolean good = value >= goal;
        reached &= good;
        System.out.printf(Locale.ROOT, "%s %-46s %.3f (goal: at least %.3f)%n", good ? "ok" : "NO", name, value, goal);
    }

    boolean reached() {
        return reached;
    }

    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static String range(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "median %.2f, from %.2f to %.2f, of %d",
                median(values),
                sorted[0],
                sorted[sorted.length - 1],
                sorted.length);
    }

    private static String cpu() {
        try {
            return Arrays.stream(java.nio.file.Files.readString(java.nio.file.Path.of("/proc/cpuinfo"))
                            .split("\n"))
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (java.io.IOException e) {
            return System.getProperty("os.arch");
        }
    }
}

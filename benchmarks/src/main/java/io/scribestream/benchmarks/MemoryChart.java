package io.scribestream.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Megabytes over time: as lines of numbers, and drawn. Thread-safe. */
final class MemoryChart {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 360;
    private static final int MARGIN = 48;
    private static final List<String> COLOURS = List.of("#1f77b4", "#ff7f0e", "#2ca02c", "#888888", "#9467bd");

    private record Sample(double second, List<Long> megabytes) {}

    private record Mark(double second, String what) {}

    private final List<String> names;
    private final long began = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();

    MemoryChart(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** @param megabytes one for each name */
    synchronized void sample(List<Long> megabytes) {
        samples.add(new Sample(seconds(), megabytes));
    }

    synchronized void mark(String what) {
        marks.add(new Mark(seconds(), what));
    }

    synchronized void write(Path csv, Path svg) throws IOException {
        StringBuilder lines = new StringBuilder("second," + String.join(",", names) + "\n");
        for (Sample sample : samples) {
            lines.append(String.format(Locale.ROOT, "%.0f,", sample.second()))
                    .append(sample.megabytes().stream().map(String::valueOf).collect(Collectors.joining(",")))
                    .append('\n');
        }
        Files.writeString(csv, lines);
        Files.writeString(svg, drawn());
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    private String drawn() {
        double longest = Math.max(
                1, samples.isEmpty() ? 1 : samples.get(samples.size() - 1).second());
        double most = Math.max(
                1,
                samples.stream()
                        .flatMap(sample -> sample.megabytes().stream())
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(1));
        StringBuilder svg = new StringBuilder(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH, HEIGHT));
        text(svg, MARGIN, MARGIN / 2.0, String.format(Locale.ROOT, "MB, up to %.0f; %.0f s", most, longest));
        for (int i = 0; i < names.size(); i++) {
            int name = i;
            String points = samples.stream()
                    .map(sample -> String.format(
                            Locale.ROOT,
                            "%.1f,%.1f",
                            x(sample.second(), longest),
                            y(sample.megabytes().get(name), most)))
                    .collect(Collectors.joining(" "));
            String colour = COLOURS.get(i % COLOURS.size());
            svg.append(String.format(
                    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>%n", colour, points));
            svg.append(String.format(
                    "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                    MARGIN + 250 + 130 * i, MARGIN / 2, colour, names.get(i)));
        }
        for (Mark mark : marks) {
            double x = x(mark.second(), longest);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#bbb\"/>%n",
                    x,
                    x,
                    MARGIN,
                    HEIGHT - MARGIN));
            text(svg, Math.min(x + 3, WIDTH - 150), HEIGHT - MARGIN / 2.0, mark.what());
        }
        return svg.append("</svg>\n").toString();
    }

    private static void text(StringBuilder svg, double x, double y, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\">%s</text>%n", x, y, text));
    }

    private static double x(double second, double longest) {
        return MARGIN + (WIDTH - 2.0 * MARGIN) * second / longest;
    }

    private static double y(double megabytes, double most) {
        return HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * megabytes / most;
    }
}

package io.scribestream.standalone.cli;

import io.scribestream.renderers.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where each input's transcript goes: stdout, one file, or files named after the inputs. */
final class OutputPlan {

    private OutputPlan() {}

    /**
     * One place for each input, in their order; empty for stdout.
     *
     * @param output what {@code -o} said, a folder where it ends with a slash or is one; null where it was not given
     */
    static List<Optional<Path>> of(List<Path> inputs, @Nullable String output, Format format) {
        boolean folder = output != null && (output.endsWith("/") || Files.isDirectory(Path.of(output)));
        if (inputs.size() == 1 && !folder) {
            return List.of(Optional.ofNullable(output).map(Path::of));
        }
        Path into = Path.of(output == null ? "" : output);
        List<Optional<Path>> places = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Path input : inputs) {
            places.add(Optional.of(into.resolve(freeName(input, format, taken))));
        }
        return places;
    }

    /** {@code talk.wav} becomes {@code talk.srt}; where that name is taken by another input, {@code talk.wav.srt}. */
    private static String freeName(Path input, Format format, Set<String> taken) {
        String whole = String.valueOf(input.getFileName());
        int dot = whole.lastIndexOf('.');
        String stem = dot > 0 ? whole.substring(0, dot) : whole;
        List<String> wishes = new ArrayList<>(List.of(stem, whole));
        for (int n = 2; n < taken.size() + 4; n++) {
            wishes.add(whole + "-" + n);
        }
        return wishes.stream()
                .map(wish -> wish + "." + format.extension())
                .filter(taken::add)
                .findFirst()
                .orElseThrow();
    }
}

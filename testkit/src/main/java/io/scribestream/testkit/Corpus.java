package io.scribestream.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * Recordings with known text. They are too large for the repository: they lie in {@code shared/corpus} beside it, and
 * a test that needs them is skipped where they are absent.
 */
public final class Corpus {

    /**
     * A recording as the manifest describes it.
     *
     * @param path from the corpus folder
     * @param language a code; empty where nobody speaks
     * @param text what is said; empty where the manifest does not say
     */
    public record Recording(String path, double seconds, String language, String kind, String text) {

        static Recording read(String line) {
            String[] columns = line.split("\t", -1);
            return new Recording(
                    columns[0],
                    Double.parseDouble(columns[1]),
                    columns[2].equals("-") ? "" : columns[2],
                    columns[3],
                    columns.length > 8 ? columns[8] : "");
        }

        /** The file itself; skips the test where it is absent. */
        public Path file() {
            return require(path);
        }
    }

    private static final int HEADER_LINES = 1;

    /** A file of the corpus; skips the test, saying what is missing, where it is absent. */
    public static Path require(String path) {
        return requireShared("corpus/" + path);
    }

    /** A file of the folder {@code shared} beside the repository; skips the test where it is absent. */
    public static Path requireShared(String path) {
        Path file = Repository.root().resolveSibling("shared").resolve(path);
        if (!Files.exists(file)) {
            throw new TestAbortedException("needs " + file + ", which is not there");
        }
        return file;
    }

    /** All recordings of the manifest; skips the test where there is no corpus. */
    public static List<Recording> recordings() {
        return lines(require("manifest.tsv")).stream()
                .skip(HEADER_LINES)
                .filter(line -> !line.isBlank())
                .map(Recording::read)
                .toList();
    }

    /** The recordings below a folder: {@code fleurs/fleurs-de-}. */
    public static List<Recording> recordings(String prefix) {
        return recordings().stream().filter(r -> r.path().startsWith(prefix)).toList();
    }

    /** A file's text; skips the test where it is absent. */
    public static String text(String path) {
        return String.join("\n", lines(require(path)));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Corpus() {}
}

package io.scribestream.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** The files of this repository, wherever a test was started. */
public final class Repository {

    /** The folder with the parent POM and the models: the working directory or one above it. */
    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("pom.xml")) && Files.exists(folder.resolve("models/SHA256SUMS"))) {
                return folder;
            }
        }
        throw new IllegalStateException(here + " is not inside the repository");
    }

    /**
     * @param path from the root: {@code samples/jfk.wav}
     * @throws IllegalStateException if there is no such file; the repository always has its own files
     */
    public static Path file(String path) {
        Path file = root().resolve(path);
        if (!Files.exists(file)) {
            throw new IllegalStateException(file + " is missing");
        }
        return file;
    }

    private Repository() {}
}

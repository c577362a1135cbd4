package io.scribestream.transcriber.engine.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small files that other processes see whole or not at all. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Makes the folder too. */
    public static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path made = Files.createTempFile(folder, "writing-", null);
        try {
            Files.writeString(made, text);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(made);
        }
    }
}

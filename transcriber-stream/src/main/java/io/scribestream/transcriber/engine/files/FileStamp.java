package io.scribestream.transcriber.engine.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Says cheaply whether a file is still the same one. */
public final class FileStamp {

    private FileStamp() {}

    /** Real path, size and time of change. */
    public static String of(Path file) throws IOException {
        Path real = file.toRealPath();
        return real + " " + Files.size(real) + " "
                + Files.getLastModifiedTime(real).toMillis();
    }

    /** A name for a file that remembers something about {@code stamp}. */
    public static String nameFor(String stamp) {
        MessageDigest digest = Sha256.digest();
        digest.update(stamp.getBytes(StandardCharsets.UTF_8));
        return Sha256.hex(digest).substring(0, 24);
    }
}

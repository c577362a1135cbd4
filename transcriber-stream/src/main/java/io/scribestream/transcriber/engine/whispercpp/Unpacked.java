package io.scribestream.transcriber.engine.whispercpp;

import io.github.givimad.whisperjni.WhisperJNI;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.transcriber.engine.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Puts the bundled natives where the system can load them, once for all processes and later starts. */
final class Unpacked {

    private Unpacked() {}

    /**
     * Unpacks unless they are there already. The folder is named by the sum of what is in it and appears whole or not
     * at all, so processes that start together do not disturb each other.
     */
    static LibraryFiles into(Path cacheDir, BundledNatives natives) {
        try {
            Map<String, byte[]> files = read(natives);
            Path folder = cacheDir.resolve("natives").resolve("whisper-" + sum(files));
            if (!isWhole(folder, files)) {
                write(folder, files);
            }
            return new LibraryFiles(LibraryFiles.beside(folder), folder.resolve(natives.whisper()));
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.fullOr(Lack.DIRECTORY_NOT_WRITABLE, e),
                    "the engine library could not be unpacked into " + cacheDir + ": " + e.getMessage(),
                    e);
        }
    }

    private static Map<String, byte[]> read(BundledNatives natives) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Map.Entry<String, String> file : natives.resources().entrySet()) {
            try (InputStream in = WhisperJNI.class.getResourceAsStream("/" + file.getValue())) {
                if (in == null) {
                    throw new IOException("the program lacks " + file.getValue() + "; build it again");
                }
                files.put(file.getKey(), in.readAllBytes());
            }
        }
        return files;
    }

    private static String sum(Map<String, byte[]> files) {
        MessageDigest digest = Sha256.digest();
        files.values().forEach(digest::update);
        return Sha256.hex(digest).substring(0, 12);
    }

    private static boolean isWhole(Path folder, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!Files.isRegularFile(path) || Files.size(path) != file.getValue().length) {
                return false;
            }
        }
        return true;
    }

    private static void write(Path folder, Map<String, byte[]> files) throws IOException {
        Files.createDirectories(folder.getParent());
        Path made = Files.createTempDirectory(folder.getParent(), "unpacking-");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(made.resolve(file.getKey()), file.getValue());
        }
        try {
            Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(made, folder);
        } catch (IOException e) {
            delete(made);
            if (!isWhole(folder, files)) {
                throw new FileAlreadyExistsException(
                        folder.toString(), null, "it is there, but not whole: delete it and start again");
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}

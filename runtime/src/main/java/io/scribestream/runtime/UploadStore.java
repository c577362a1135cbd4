package io.scribestream.runtime;

import io.scribestream.schemas.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Uploaded files in a folder that the API writes and the chunker reads. A file under its name is whole and on the disk;
 * until then it is a {@code .part}. Thread-safe, also among processes.
 */
public final class UploadStore {

    private static final String PART = ".part";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path folder;

    /**
     * @param folder made where it is missing
     * @throws EnvironmentException if it cannot be made or written
     */
    public UploadStore(Path folder) {
        try {
            Files.createDirectories(folder);
            this.folder = folder.toRealPath();
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.fullOr(Lack.DIRECTORY_NOT_WRITABLE, e),
                    "the upload folder " + folder + " cannot be made: " + e,
                    e);
        }
        if (!Files.isWritable(this.folder)) {
            throw new EnvironmentException(
                    Lack.DIRECTORY_NOT_WRITABLE, "the upload folder " + folder + " cannot be written");
        }
    }

    /**
     * A file that was stored.
     *
     * @param name what {@link #resolve} takes
     * @param sha256 of its bytes, in lower-case hex
     */
    public record Upload(String name, Path path, long bytes, String sha256) {}

    /**
     * Stores what a stream gives, holding none of it in memory; the caller closes the stream.
     *
     * @throws RejectedException with {@code too_large} once there are more bytes than the limit; nothing is kept
     * @throws UnavailableException if the disk does not take it; nothing is kept
     * @throws IOException if the stream ends in an error; nothing is kept
     */
    public Upload store(InputStream bytes, long maxBytes) throws IOException {
        String name = UUID.randomUUID().toString();
        Path part = folder.resolve(name + PART);
        MessageDigest sha256 = sha256();
        try {
            long length = copy(bytes, part, maxBytes, sha256);
            Path whole = publish(part, folder.resolve(name));
            return new Upload(name, whole, length, HexFormat.of().formatHex(sha256.digest()));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Takes a file that is whole and on the disk, and lies on the same disk.
     *
     * @param name none that is in use
     * @throws RejectedException for a name that is none
     * @throws UnavailableException if it cannot be moved; it is where it was
     */
    public Path adopt(Path file, String name) {
        return publish(file, resolve(name));
    }

    /**
     * Where an upload lies, whether or not it is still there.
     *
     * @throws RejectedException with {@code source_not_found} for a name that this store never gave
     */
    public Path resolve(String name) {
        return folder.resolve(requireName(name));
    }

    /**
     * A name that an upload can have.
     *
     * @throws RejectedException with {@code source_not_found} for any other
     */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new RejectedException(
                    Reason.SOURCE_NOT_FOUND, "there is no upload with such a name; send the file again");
        }
        return name;
    }

    /** Removes an upload; nothing happens where it is gone already. */
    public void delete(String name) throws IOException {
        Files.deleteIfExists(resolve(name));
    }

    /** Removes parts that nobody wrote to since then: their process was killed. */
    public void sweep(Instant before) throws IOException {
        sweep(before, name -> name.endsWith(PART));
    }

    /**
     * Removes what nobody wrote to since then, for a folder where an upload stays only as long as its request.
     *
     * @param kept names of uploads that stay all the same
     */
    public void sweepAll(Instant before, Set<String> kept) throws IOException {
        sweep(before, name -> !kept.contains(name));
    }

    private void sweep(Instant before, Predicate<String> swept) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            for (Path file : files) {
                if (swept.test(file.getFileName().toString()) && isOlder(file, before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isOlder(Path part, Instant time) throws IOException {
        try {
            return Files.getLastModifiedTime(part).toInstant().isBefore(time);
        } catch (NoSuchFileException e) {
            return false; // just now it became whole
        }
    }

    private static long copy(InputStream bytes, Path part, long maxBytes, MessageDigest sha256) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long length = 0;
        try (FileChannel file = open(part)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                length += read;
                if (length > maxBytes) {
                    throw new RejectedException(
                            Reason.TOO_LARGE, "the upload has more than the " + maxBytes + " bytes allowed");
                }
                sha256.update(buffer, 0, read);
                write(file, ByteBuffer.wrap(buffer, 0, read));
            }
            sync(file);
        }
        return length;
    }

    private static FileChannel open(Path part) {
        try {
            return FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static void sync(FileChannel file) {
        try {
            file.force(true);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static Path publish(Path part, Path whole) {
        try {
            return Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static UnavailableException unavailable(IOException e) {
        return new UnavailableException("the upload could not be written: " + e.getMessage(), e);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

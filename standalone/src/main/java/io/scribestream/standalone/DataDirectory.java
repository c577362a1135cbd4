package io.scribestream.standalone;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where one machine keeps what it knows between runs: the broker's log, state stores, uploads, fetched models, finished
 * transcripts. One process at a time works in it.
 */
public final class DataDirectory implements AutoCloseable {

    /** Below this much room a broker and its stores would stop in the middle of their work. */
    static final long LEAST_FREE_BYTES = 200_000_000;

    /** Whoever was killed may be a moment about it: the JVM sees only then that its launcher is gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long LOOK_MILLIS = 50;

    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /** {@code $XDG_DATA_HOME/scribestream}, or its default below the home directory. */
    public static Path defaultRoot(Map<String, String> environment) {
        String xdg = environment.get("XDG_DATA_HOME");
        Path home = xdg != null && Path.of(xdg).isAbsolute()
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home"), ".local", "share");
        return home.resolve("scribestream");
    }

    /**
     * Takes the directory for this process; where another one has it, waits for a moment.
     *
     * @param purpose what this process does in it, for the message that another one gets: {@code scribe serve}
     * @throws EnvironmentException if another process works in it, it cannot be written, or its disk is nearly full
     */
    public static DataDirectory lock(Path root, String purpose) {
        Path file = root.resolve("lock");
        @Nullable FileChannel channel = null;
        try {
            Files.createDirectories(root);
            requireRoom(root);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            @Nullable FileLock lock = awaitLock(channel);
            if (lock == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw new EnvironmentException(
                        Lack.DIRECTORY_LOCKED,
                        "the data directory " + root + " is in use by "
                                + (holder.isEmpty() ? "another process" : holder)
                                + "; wait for it, stop it, or choose another directory with --data");
            }
            channel.truncate(0);
            String note = "process " + ProcessHandle.current().pid() + " (" + purpose + ")\n";
            channel.write(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)));
            return new DataDirectory(root, channel, lock);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new EnvironmentException(
                    Lack.fullOr(Lack.DIRECTORY_NOT_WRITABLE, e),
                    "the data directory " + root + " cannot be written (" + e.getMessage()
                            + "); choose another with --data",
                    e);
        }
    }

    private static void requireRoom(Path root) throws IOException {
        long free = Files.getFileStore(root).getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw new EnvironmentException(
                    Lack.DISK_FULL,
                    "the disk of the data directory " + root + " has " + free / 1_000_000 + " MB free and "
                            + LEAST_FREE_BYTES / 1_000_000 + " are needed; make room or choose another with --data");
        }
    }

    private static @Nullable FileLock awaitLock(FileChannel channel) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        @Nullable FileLock lock = tryLock(channel);
        try {
            while (lock == null && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                lock = tryLock(channel);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lock;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this same process
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel, IOException because) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
    }

    public Path root() {
        return root;
    }

    @Override
    public void close() {
        try {
            channel.truncate(0);
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.fullOr(Lack.DIRECTORY_NOT_WRITABLE, e),
                    "cannot give back the data directory " + root + ": " + e.getMessage(),
                    e);
        }
    }
}

package io.scribestream.chunker.fetch;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.runtime.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sources that were fetched, a folder for each job: what came so far as {@code source.part}, with a validator that tells
 * whether the server still has the same; whole as {@code source}. It outlives the process, so a restart fetches nothing
 * twice; it is removed with its job. One instance at a time; thread-safe as long as each job is one thread's.
 */
public final class Spool {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    /** No id can lead out of the folder with something before it. */
    private static final String PREFIX = "job-";

    private final Path folder;
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();

    /**
     * @param folder made where it is missing
     * @throws EnvironmentException if it cannot be made or written
     */
    public Spool(Path folder) {
        try {
            this.folder = Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.fullOr(Lack.DIRECTORY_NOT_WRITABLE, e),
                    "the spool folder " + folder + " cannot be made: " + e,
                    e);
        }
        if (!Files.isWritable(this.folder)) {
            throw new EnvironmentException(
                    Lack.DIRECTORY_NOT_WRITABLE, "the spool folder " + folder + " cannot be written");
        }
    }

    /** The place of a job's source; from here on a {@linkplain #sweep} leaves it alone. */
    public Slot slot(String jobId) {
        claimed.add(jobId);
        return new Slot(folder.resolve(PREFIX + jobId));
    }

    /** Removes what there is of a job that needs its source no more. */
    public void remove(String jobId) {
        claimed.remove(jobId);
        removeFolder(folder.resolve(PREFIX + jobId));
    }

    /** Removes what no job asked for since the start: their jobs ended in the moment in which a process was killed. */
    public void sweep() {
        try (DirectoryStream<Path> slots = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path slot : slots) {
                if (!claimed.contains(slot.getFileName().toString().substring(PREFIX.length()))) {
                    removeFolder(slot);
                }
            }
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("what is left in the spool could not be removed");
        }
    }

    private static void removeFolder(Path slot) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(slot)) {
            for (Path file : files) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    removeFolder(file);
                } else {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(slot);
        } catch (NoSuchFileException e) {
            // nothing was fetched, or it is removed already
            return;
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("slot", slot.getFileName()).setCause(e).log("a source could not be removed");
        }
    }

    /** One job's source, as far as it is here. */
    public static final class Slot {

        private final Path folder;
        private final Path part;
        private final Path validator;
        private final Path whole;

        Slot(Path folder) {
            this.folder = folder;
            this.part = folder.resolve("source.part");
            this.validator = folder.resolve("validator");
            this.whole = folder.resolve("source");
        }

        /** The whole source, whether or not it is here. */
        public Path file() {
            return whole;
        }

        public boolean isWhole() {
            return Files.exists(whole);
        }

        /** Bytes that came so far. */
        public long bytes() {
            try {
                return Files.size(part);
            } catch (NoSuchFileException e) {
                return 0;
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        /** What the server called the version that the bytes so far are of; empty where it gave no name. */
        public String validator() {
            try {
                return Files.readString(validator);
            } catch (NoSuchFileException e) {
                return "";
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        /** Begins anew, with no bytes. */
        public void begin(String version) {
            try {
                Files.createDirectories(folder);
                Files.deleteIfExists(part);
                Files.writeString(validator, version);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        /** A writer behind the bytes that are there; the caller closes it. */
        public Writer append() {
            try {
                return new Writer(FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        /** A folder for a program that fetches the source by itself; it goes with the job, whatever lies in it. */
        public Path workplace() {
            try {
                return Files.createDirectories(folder);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        /** Takes a file from the {@linkplain #workplace workplace} as the whole source. */
        public void adopt(Path file) {
            try {
                try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    written.force(true);
                }
                Files.move(file, whole, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        /** All bytes are there, and on the disk. */
        public void finish() {
            try {
                Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    /** Appends to a slot. What the disk does not take is the disk's fault, not the source's. */
    public static final class Writer implements AutoCloseable {

        private final FileChannel file;

        Writer(FileChannel file) {
            this.file = file;
        }

        public void write(byte[] bytes, int length) {
            ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
            try {
                while (rest.hasRemaining()) {
                    file.write(rest);
                }
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        public void sync() {
            try {
                file.force(true);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    private static UnavailableException unwritable(IOException e) {
        return new SpoolUnavailableException(e);
    }
}

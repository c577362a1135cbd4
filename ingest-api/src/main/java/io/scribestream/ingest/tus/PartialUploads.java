package io.scribestream.ingest.tus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.ingest.uploads.Uploads;
import io.scribestream.runtime.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Uploads that come in parts, in a folder. For each there is a {@code .info}, which never changes, its bytes in a
 * {@code .bin} until they are whole and go to the store of uploads, and a {@code .sent} once the job is accepted. All of
 * it outlives the process; nothing of it is in memory. Who changes an upload {@linkplain #hold
 * holds} it. Thread-safe, also among processes.
 *
 * <p>Bytes are written as they come in, so those outlive {@code kill -9}; they are forced to the disk at the end of each
 * request, whether it ends well or not, and before anybody is told how many there are, so those outlive a loss of power.
 */
public final class PartialUploads {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private final Uploads whole;
    private final Path folder;
    private final Duration kept;
    private final Clock clock;
    private final UploadLocks locks = new UploadLocks();

    /** As it is written down. */
    private record Info(String client, long length, String metadata, @JsonProperty("created_at") String createdAt) {}

    /** Somebody else is changing the upload; a moment later it may be free. */
    public static final class HeldException extends RuntimeException {

        HeldException() {
            super("another request is writing to this upload");
        }
    }

    /** The right to change an upload, until it is closed. */
    public final class Hold implements AutoCloseable {

        private final PartialUpload upload;
        private final UploadLocks.Lock lock;

        private Hold(PartialUpload upload, UploadLocks.Lock lock) {
            this.upload = upload;
            this.lock = lock;
        }

        public PartialUpload upload() {
            return upload;
        }

        @Override
        public void close() {
            try (lock) {
                if (Files.notExists(info(upload.id()))) {
                    discard(lockFile(upload.id()));
                }
            }
        }
    }

    /**
     * @param whole where uploads go that are whole; what they come to is on the same disk
     * @param folder made when the first upload begins
     * @param kept how long an upload is kept after its last byte
     */
    public PartialUploads(Uploads whole, Path folder, Duration kept, Clock clock) {
        this.whole = whole;
        this.folder = folder;
        this.kept = kept;
        this.clock = clock;
    }

    /**
     * A new upload without a byte.
     *
     * @throws UnavailableException if the disk does not take it
     */
    public PartialUpload create(String client, long length, String metadata) {
        PartialUpload upload =
                new PartialUpload(UUID.randomUUID().toString(), client, length, metadata, clock.instant());
        try {
            Files.createDirectories(folder);
            Files.createFile(bin(upload.id()));
            Path draft = file(upload.id(), ".draft");
            Appending.whole(
                    draft,
                    JSON.writeValueAsBytes(
                            new Info(client, length, metadata, upload.created().toString())));
            Files.move(draft, info(upload.id()), StandardCopyOption.ATOMIC_MOVE);
            return upload;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** An upload that is known and has not expired, unfinished or not. */
    public Optional<PartialUpload> find(String id) {
        return known(id).filter(upload -> !isExpired(upload));
    }

    /**
     * Begins to change an upload, one that has expired too.
     *
     * @return empty where it is not known
     * @throws HeldException if somebody else is changing it
     */
    public Optional<Hold> hold(String id) {
        if (known(id).isEmpty()) {
            return Optional.empty();
        }
        UploadLocks.Lock lock = locks.tryLock(lockFile(id)).orElseThrow(HeldException::new);
        Optional<PartialUpload> upload = known(id);
        if (upload.isEmpty()) { // it went while we came
            discard(lockFile(id));
            lock.close();
        }
        return upload.map(known -> new Hold(known, lock));
    }

    /** How many bytes there are, all of them on the disk. */
    public long offset(PartialUpload upload) {
        try (FileChannel bytes = FileChannel.open(bin(upload.id()), StandardOpenOption.WRITE)) {
            long size = bytes.size();
            bytes.force(true);
            return size;
        } catch (NoSuchFileException e) {
            return upload.length(); // it is whole, and has gone on
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /**
     * Puts bytes behind those that are there, until the stream ends. What came is kept where the stream breaks off.
     *
     * @return how many bytes there are now
     * @throws io.scribestream.runtime.RejectedException if more bytes come than were announced; none of these is kept
     * @throws UnavailableException if the disk does not take them; what it took is kept
     * @throws IOException if the stream breaks off
     */
    public long append(PartialUpload upload, InputStream bytes) throws IOException {
        return Appending.all(bin(upload.id()), bytes, upload.length());
    }

    /**
     * Moves an upload that is whole to the others, if it is not there yet.
     *
     * @return its name there; empty where it was there and is gone: it has its job, which may have ended
     */
    public Optional<String> publish(PartialUpload upload) {
        Path bytes = bin(upload.id());
        if (Files.exists(bytes)) {
            whole.received().adopt(bytes, upload.id());
        }
        return Files.exists(whole.received().resolve(upload.id())) ? Optional.of(upload.id()) : Optional.empty();
    }

    /** Says that the upload's job is accepted; from now on it is the job that owns the file. */
    public void sent(PartialUpload upload) {
        try {
            Appending.whole(sentMark(upload.id()), new byte[0]);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    public boolean isSent(PartialUpload upload) {
        return Files.exists(sentMark(upload.id()));
    }

    /**
     * When it is forgotten, if nothing happens to it before.
     *
     * @return empty where it is whole, but its job is not accepted: it waits for that, however long that takes
     */
    public Optional<Instant> expires(PartialUpload upload) {
        return changed(sentMark(upload.id()))
                .or(() -> changed(bin(upload.id())))
                .map(last -> last.plus(kept));
    }

    /** Forgets an upload, with its bytes, unless a job has them. */
    public void remove(PartialUpload upload) {
        boolean sent = isSent(upload);
        discard(info(upload.id()));
        discard(bin(upload.id()));
        discard(sentMark(upload.id()));
        if (!sent) {
            whole.over(upload.id());
        }
    }

    /** How many uploads of a client have become no job yet. */
    public int unfinished(String client) {
        return (int) ids().stream()
                .flatMap(id -> find(id).stream())
                .filter(upload -> upload.client().equals(client) && !isSent(upload))
                .count();
    }

    /** Ids of all that may be known, those too that have expired. */
    public Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                ids.add(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
            }
        } catch (NoSuchFileException e) {
            return Set.of(); // none has begun yet
        } catch (IOException e) {
            throw unavailable(e);
        }
        return ids;
    }

    public boolean isExpired(PartialUpload upload) {
        return expires(upload).filter(clock.instant()::isAfter).isPresent();
    }

    /** Removes files without an upload, as a process leaves them that is killed in the wrong moment. */
    public void tidy() {
        for (String id : ids()) {
            for (String kind : List.of(".draft", ".bin", ".sent", ".lock")) {
                Path file = file(id, kind);
                boolean old = changed(file)
                        .filter(time -> time.plus(kept).isBefore(clock.instant()))
                        .isPresent();
                if (old && Files.notExists(info(id))) {
                    discard(file);
                }
            }
        }
    }

    private Optional<PartialUpload> known(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        try {
            Info info = JSON.readValue(Files.readAllBytes(info(id)), Info.class);
            return Optional.of(new PartialUpload(
                    id, info.client(), info.length(), info.metadata(), Instant.parse(info.createdAt())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private Path info(String id) {
        return file(id, ".info");
    }

    private Path bin(String id) {
        return file(id, ".bin");
    }

    private Path sentMark(String id) {
        return file(id, ".sent");
    }

    private Path lockFile(String id) {
        return file(id, ".lock");
    }

    private Path file(String id, String kind) {
        return folder.resolve(id + kind);
    }

    private static Optional<Instant> changed(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static UnavailableException unavailable(IOException e) {
        return new UnavailableException("an upload cannot be read or written: " + e, e);
    }
}

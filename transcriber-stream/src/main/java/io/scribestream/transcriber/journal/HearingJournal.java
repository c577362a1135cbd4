package io.scribestream.transcriber.journal;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.schemas.Topics;
import io.scribestream.transcriber.engine.files.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes on disk which chunks are in the engine, one small file for each, gone when its call is over. What a process left
 * there when it died is weighed by the next one, by the rule of {@link Suspicion}. Each machine judges for itself.
 * Thread-safe; one process at a time.
 *
 * <p>A file that was written outlives the process, and that is all it is for: should the machine itself die, no chunk is
 * to blame. So nothing waits for the disk, and a note takes well under a millisecond. A disk that is full keeps nobody
 * from hearing, it only leaves the next death without a trace.
 */
public final class HearingJournal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HearingJournal.class);

    /** No chunk lies longer on its topic, so none comes again after this. */
    private static final Duration KEPT = Topics.AUDIO.retention();

    /** Crashes, unexplained, accused, the time, the chunk. */
    private static final Pattern SUSPECT = Pattern.compile("(\\d{1,9}) (\\d{1,9}) (true|false) (\\d{1,15}) (.+)");

    private final Path folder;
    private final InstantSource clock;
    private final FileChannel channel;
    private final FileLock lock;
    private final Map<String, Suspicion> suspicions = new TreeMap<>();
    private final AtomicLong entries = new AtomicLong();
    private final AtomicBoolean failing = new AtomicBoolean();

    private HearingJournal(Path folder, InstantSource clock, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.clock = clock;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Reads what the process before left, and begins anew.
     *
     * @param folder of its own; made where it is new
     * @throws EnvironmentException if the folder cannot be written, or another process has it
     */
    public static HearingJournal open(Path folder, InstantSource clock) {
        try {
            Files.createDirectories(folder.resolve("in-flight"));
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new EnvironmentException(
                        Lack.DIRECTORY_LOCKED,
                        "the state folder " + folder + " is in use by another transcriber; give each a"
                                + " SCRIBE_STATE_DIR of its own");
            }
            HearingJournal journal = new HearingJournal(folder, clock, channel, lock);
            journal.weighWhatIsLeft();
            return journal;
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.fullOr(Lack.DIRECTORY_NOT_WRITABLE, e),
                    "the state folder " + folder + " cannot be used: " + e.getMessage(),
                    e);
        }
    }

    /** Notes that a chunk is about to be in the engine, until what is returned is closed. */
    public Entry enter(String chunk) {
        Path file = folder.resolve("in-flight").resolve(Long.toString(entries.incrementAndGet()));
        try {
            Files.writeString(file, oneLine(chunk));
            failing.set(false);
        } catch (IOException e) {
            missed(e);
        }
        return new Entry(file);
    }

    /** Notes whose call does not come back; the process is about to end. */
    public void stuck(String chunk) {
        try {
            Files.writeString(folder.resolve("stuck"), oneLine(chunk));
        } catch (IOException e) {
            missed(e);
        }
    }

    public synchronized boolean hasToBeAlone(String chunk) {
        Suspicion suspicion = suspicions.get(oneLine(chunk));
        return suspicion != null && suspicion.hasToBeAlone();
    }

    public synchronized boolean isGuilty(String chunk) {
        Suspicion suspicion = suspicions.get(oneLine(chunk));
        return suspicion != null && suspicion.isGuilty();
    }

    /** The chunk was heard, and the process lives. */
    public synchronized void clear(String chunk) {
        if (suspicions.remove(oneLine(chunk)) != null) {
            try {
                writeSuspicions();
            } catch (IOException e) {
                missed(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder.resolve("process"));
            lock.release();
            channel.close();
        } catch (IOException e) {
            missed(e);
        }
    }

    private synchronized void weighWhatIsLeft() throws IOException {
        readSuspicions();
        List<Path> left = list(folder.resolve("in-flight"));
        List<String> chunks = new ArrayList<>();
        for (Path entry : left) {
            String chunk = oneLine(readOrEmpty(entry));
            if (!chunk.isEmpty()) { // else it died before it could write, so before the call too
                chunks.add(chunk);
            }
        }
        String stuck = oneLine(readOrEmpty(folder.resolve("stuck")));
        boolean crashed = wasCrash();
        if (!stuck.isEmpty()) {
            suspect(stuck, Death.STUCK, true);
        } else {
            for (String chunk : chunks) {
                suspect(chunk, crashed ? Death.CRASHED : Death.UNEXPLAINED, chunks.size() == 1);
            }
        }
        writeSuspicions();
        Files.deleteIfExists(folder.resolve("stuck"));
        for (Path entry : left) {
            Files.delete(entry);
        }
        AtomicFile.write(
                folder.resolve("process"),
                String.join(
                        "\n",
                        Obituary.placesOfReport().stream().map(Path::toString).toList()));
    }

    private void suspect(String chunk, Death death, boolean alone) {
        Instant now = clock.instant();
        Suspicion before = suspicions.getOrDefault(chunk, Suspicion.none(now));
        Suspicion suspicion = before.after(death, alone, now);
        suspicions.put(chunk, suspicion);
        LOG.atWarn()
                .addKeyValue("chunk", chunk)
                .addKeyValue("death", death)
                .addKeyValue("crashes", suspicion.crashes())
                .addKeyValue("unexplained", suspicion.unexplained())
                .log(
                        suspicion.isGuilty()
                                ? "a chunk is given up, since it ends the process that hears it"
                                : "a chunk was in the engine when the process before this one died");
    }

    private boolean wasCrash() throws IOException {
        Path process = folder.resolve("process");
        if (!Files.exists(process)) {
            return false;
        }
        FileTime noted = Files.getLastModifiedTime(process);
        List<Path> places = readOrEmpty(process)
                .lines()
                .filter(line -> line.startsWith("/") || line.matches("[A-Za-z]:.*"))
                .filter(line -> line.indexOf('\0') < 0)
                .map(Path::of)
                .toList();
        return Obituary.isOfCrash(places, noted, folder.resolve("crashes"));
    }

    private void readSuspicions() throws IOException {
        Instant oldest = clock.instant().minus(KEPT);
        for (String line : readOrEmpty(folder.resolve("suspects")).lines().toList()) {
            Matcher parts = SUSPECT.matcher(line);
            if (!parts.matches()) {
                LOG.atWarn().log("a line of the journal is damaged and left out");
                continue;
            }
            Suspicion read = new Suspicion(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    Boolean.parseBoolean(parts.group(3)),
                    Instant.ofEpochMilli(Long.parseLong(parts.group(4))));
            if (read.last().isAfter(oldest)) {
                suspicions.put(parts.group(5), read);
            }
        }
    }

    private void writeSuspicions() throws IOException {
        StringBuilder text = new StringBuilder();
        suspicions.forEach((chunk, suspicion) -> text.append(suspicion.crashes())
                .append(' ')
                .append(suspicion.unexplained())
                .append(' ')
                .append(suspicion.accused())
                .append(' ')
                .append(suspicion.last().toEpochMilli())
                .append(' ')
                .append(chunk)
                .append('\n'));
        AtomicFile.write(folder.resolve("suspects"), text.toString());
    }

    /** Says so once, until it works again. */
    private void missed(IOException e) {
        if (failing.compareAndSet(false, true)) {
            LOG.atWarn()
                    .addKeyValue("reason", e.toString())
                    .log("what is being heard cannot be noted; a chunk that ends the process may not be found");
        }
    }

    private static String readOrEmpty(Path file) throws IOException {
        // Whatever a damaged file holds, it is no reason not to start.
        return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String oneLine(String chunk) {
        return chunk.replaceAll("\\p{Cntrl}", "?");
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this same process
        }
    }

    /** A note that a chunk is in the engine. */
    public final class Entry implements AutoCloseable {

        private final Path file;

        private Entry(Path file) {
            this.file = file;
        }

        @Override
        public void close() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                missed(e);
            }
        }
    }
}

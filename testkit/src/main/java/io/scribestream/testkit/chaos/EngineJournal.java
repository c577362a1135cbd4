package io.scribestream.testkit.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Every call of an engine, in a file of its own that no kill takes away: a line when it begins, before anything is heard.
 * Thread-safe.
 */
public final class EngineJournal implements AutoCloseable {

    private static final String SUFFIX = ".calls";

    /**
     * A call.
     *
     * @param by name of the process
     * @param life its process id, so that two lives can be told apart
     */
    public record Call(String by, long life, long atMillis, String job, String fingerprint) {

        String chunk() {
            return job + "/" + fingerprint;
        }

        private String line() {
            return String.join(" ", by, Long.toString(life), Long.toString(atMillis), job, fingerprint) + "\n";
        }

        private static Call of(String line) {
            String[] fields = line.split(" ", -1);
            return new Call(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2]), fields[3], fields[4]);
        }
    }

    private final FileChannel file;
    private final String by;

    private EngineJournal(FileChannel file, String by) {
        this.file = file;
        this.by = by;
    }

    /** Goes on with the journal of a process. */
    public static EngineJournal open(Path folder, String by) throws IOException {
        Files.createDirectories(folder);
        return new EngineJournal(
                FileChannel.open(
                        folder.resolve(by + SUFFIX),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND),
                by);
    }

    public void called(String job, String fingerprint) {
        Call call = new Call(by, ProcessHandle.current().pid(), System.currentTimeMillis(), job, fingerprint);
        try {
            file.write(ByteBuffer.wrap(Invented.utf8(call.line())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All calls of all processes whose journals are in a folder. */
    public static List<Call> read(Path folder) throws IOException {
        List<Call> calls = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                Files.readAllLines(file).forEach(line -> calls.add(Call.of(line)));
            }
        }
        return calls;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

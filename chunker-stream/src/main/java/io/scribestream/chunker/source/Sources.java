package io.scribestream.chunker.source;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/** From a job's source to a file that can be opened, whatever kind it is of. Safe for threads. */
public final class Sources implements SourceReader {

    private final Map<SourceKind, SourceReader> readers;
    private final long maxBytes;

    /** @param maxBytes the largest file that is opened */
    public Sources(Map<SourceKind, SourceReader> readers, long maxBytes) {
        this.readers = Map.copyOf(readers);
        this.maxBytes = maxBytes;
    }

    /**
     * Also holds the file to what the job says about it. Its size is compared each time; its SHA-256 is not, since that
     * would read the whole file again at every resume.
     *
     * @return an existing, regular file that is not empty
     */
    @Override
    public Path locate(String jobId, Source source) {
        SourceReader reader = readers.get(source.getKind());
        if (reader == null) {
            throw new RejectedException(
                    Reason.INVALID_JOB,
                    "Sources of kind " + source.getKind() + " cannot be read here; upload the file.");
        }
        Path file = reader.locate(jobId, source);
        check(attributes(file), source.getBytes());
        return file;
    }

    private static BasicFileAttributes attributes(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new RejectedException(Reason.SOURCE_NOT_FOUND, "The file is no longer there; send it again.", e);
        } catch (IOException e) {
            throw new UnavailableException("the file cannot be looked at: " + e.getMessage(), e);
        }
    }

    private void check(BasicFileAttributes file, long expectedBytes) {
        if (!file.isRegularFile()) {
            throw new RejectedException(Reason.SOURCE_NOT_FOUND, "This is a folder or a device; name a single file.");
        }
        if (expectedBytes >= 0 && file.size() != expectedBytes) {
            throw new RejectedException(
                    Reason.SOURCE_CHANGED,
                    "The file has %d bytes, the job was sent for one of %d; send a new job."
                            .formatted(file.size(), expectedBytes));
        }
        if (file.size() == 0) {
            throw new RejectedException(Reason.EMPTY_FILE, "The file is empty; send it again.");
        }
        if (file.size() > maxBytes) {
            throw new RejectedException(
                    Reason.TOO_LARGE,
                    "The file has %d bytes, the limit is %d; send the sound alone, or compressed."
                            .formatted(file.size(), maxBytes));
        }
    }
}

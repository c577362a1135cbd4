package io.scribestream.chunker.source;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files on disks that the chunker sees, inside the folders it was given: a link that leads out of them leads nowhere. */
public final class FileSources implements SourceReader {

    private final List<Path> folders;

    /** @param folders whose files may be transcribed, with all below; none for no file at all */
    public FileSources(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    @Override
    public Path locate(String jobId, Source source) {
        Path file = real(absolute(source.getLocation()));
        for (Path folder : folders) {
            if (file.startsWith(real(folder.toAbsolutePath()))) {
                return file;
            }
        }
        // says no more than "not found" does: what lies outside is nobody's business
        throw notFound(null);
    }

    private static Path absolute(String location) {
        try {
            Path path = Path.of(location);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw notFound(e);
        }
        throw new RejectedException(
                Reason.SOURCE_NOT_FOUND, "The file's path is not absolute; send the job with the whole path.");
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (FileSystemException e) {
            // not there, not allowed, a file where a folder should be, links in a circle, a name too long
            throw notFound(e);
        } catch (IOException e) {
            throw new UnavailableException("the file cannot be looked for: " + e.getMessage(), e);
        }
    }

    private static RejectedException notFound(@Nullable Exception cause) {
        return new RejectedException(
                Reason.SOURCE_NOT_FOUND,
                "There is no such file in a folder that may be read; check its path and its permissions.",
                cause);
    }
}

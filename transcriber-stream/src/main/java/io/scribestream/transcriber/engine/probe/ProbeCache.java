package io.scribestream.transcriber.engine.probe;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.transcriber.engine.files.AtomicFile;
import io.scribestream.transcriber.engine.files.FileStamp;
import io.scribestream.transcriber.engine.whispercpp.CpuFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Remembers probes that went well, by what was probed and the processor it ran on. */
final class ProbeCache {

    /** Changes when a probe looks at more than before. */
    private static final String KIND = "2";

    private final Path file;

    private ProbeCache(Path file) {
        this.file = file;
    }

    static ProbeCache of(Candidate candidate) {
        try {
            StringBuilder stamp = new StringBuilder(KIND).append('\n').append(candidate.engine());
            for (Path part : candidate.parts()) {
                stamp.append('\n').append(FileStamp.of(part));
            }
            stamp.append('\n').append(FileStamp.of(candidate.model()));
            stamp.append('\n').append(candidate.threads());
            stamp.append('\n').append(candidate.more());
            stamp.append('\n').append(String.join(" ", CpuFlags.ofThisMachine()));
            return new ProbeCache(candidate.cacheDir().resolve("probes").resolve(FileStamp.nameFor(stamp.toString())));
        } catch (IOException e) {
            throw new EnvironmentException("the engine library or the model cannot be read: " + e.getMessage(), e);
        }
    }

    /** Empty if nothing that deep went well before, or what is written is not ours. */
    Optional<ProbeReport> read(Depth depth) {
        try {
            List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() != 2 || !lines.get(1).matches("-?[0-9.E-]+")) {
                return Optional.empty();
            }
            ProbeReport report = new ProbeReport(lines.get(0), Double.parseDouble(lines.get(1)));
            return depth == Depth.TRY || report.measured() ? Optional.of(report) : Optional.empty();
        } catch (IOException e) {
            throw new EnvironmentException("the result of an earlier probe cannot be read: " + e.getMessage(), e);
        }
    }

    void write(ProbeReport report) {
        try {
            AtomicFile.write(file, report.engine() + "\n" + report.windowSeconds() + "\n");
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.fullOr(Lack.DIRECTORY_NOT_WRITABLE, e),
                    "the cache folder cannot be written: " + e.getMessage(),
                    e);
        }
    }
}

package io.scribestream.standalone.cli;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Transcript;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One recording of a command, from its name to its outcome. For one thread. */
final class Work {

    private final Path file;
    private final Optional<Path> place;
    private String baseId = "";
    private String jobId = "";
    private String sha256 = "";
    private long bytes = -1;
    private @Nullable Transcript transcript;
    private @Nullable String problem;
    private @Nullable EnvironmentException unwritten;
    private boolean printed;

    /** @param place where its transcript goes; empty for stdout */
    Work(Path file, Optional<Path> place) {
        this.file = file;
        this.place = place;
    }

    Path file() {
        return file;
    }

    Optional<Path> place() {
        return place;
    }

    String name() {
        return String.valueOf(file.getFileName());
    }

    /** Made of the content and the options. */
    String baseId() {
        return baseId;
    }

    /** The base id, or that of a later try. */
    String jobId() {
        return jobId;
    }

    String sha256() {
        return sha256;
    }

    long bytes() {
        return bytes;
    }

    void isContent(String contentSha256, long length, String id) {
        this.sha256 = contentSha256;
        this.bytes = length;
        this.baseId = id;
        this.jobId = id;
    }

    void isTry(String id) {
        this.jobId = id;
    }

    void done(Transcript result) {
        this.transcript = result;
    }

    void failed(String why) {
        this.problem = why;
    }

    void failed(JobFailure failure) {
        failed(failure.getMessage() + " [" + failure.getReason() + "]");
    }

    boolean isOpen() {
        return transcript == null && problem == null;
    }

    @Nullable
    Transcript transcript() {
        return transcript;
    }

    /** True the first time that it is asked. */
    boolean isToPrint() {
        boolean first = !printed;
        printed = true;
        return first;
    }

    void unwritten(EnvironmentException why) {
        this.unwritten = why;
    }

    /** Why the transcript is not in its place; null unless writing it failed. */
    @Nullable
    EnvironmentException unwritten() {
        return unwritten;
    }

    /** Why there is no transcript; null unless it failed. */
    @Nullable
    String problem() {
        return problem;
    }
}

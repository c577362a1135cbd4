package io.scribestream.chunker;

import io.scribestream.objects.S3Address;
import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Languages;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** What can be said about a job before its source is opened. */
final class JobCheck {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    static boolean isId(String jobId) {
        return ID.matcher(jobId).matches();
    }

    /** @throws RejectedException if the job can never be done as it is */
    static void check(TranscriptionJob job) {
        if (!isId(job.getJobId())) {
            throw new RejectedException(
                    Reason.INVALID_JOB, "a job's id has 1 to 100 letters, digits, '-', '_' and '.' and nothing else");
        }
        if (job.getSource().getKind() == SourceKind.UNKNOWN) {
            throw new RejectedException(
                    Reason.INVALID_JOB, "the kind of the job's source is not known; use FILE, UPLOAD, HTTP or S3");
        }
        if (job.getSource().getLocation().isBlank()) {
            throw new RejectedException(Reason.INVALID_JOB, "the job does not say where its source is");
        }
        if (job.getSource().getKind() == SourceKind.HTTP
                && !isAddress(job.getSource().getLocation())) {
            throw new RejectedException(
                    Reason.INVALID_JOB, "the source's location is no http or https address with a host");
        }
        if (job.getSource().getKind() == SourceKind.S3) {
            S3Address.parse(job.getSource().getLocation());
        }
        if (job.getDeadlineSeconds() < 0) {
            throw new RejectedException(
                    Reason.INVALID_JOB,
                    "the job's deadline is " + job.getDeadlineSeconds()
                            + " s; it has to be a number of seconds from submission, or 0 for none");
        }
        String language = job.getOptions().getLanguage();
        if (!Languages.isChoice(language)) {
            throw new RejectedException(Reason.UNKNOWN_LANGUAGE, Languages.unknown(language));
        }
    }

    private static boolean isAddress(String location) {
        try {
            URI uri = new URI(location);
            return uri.getHost() != null
                    && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private JobCheck() {}
}

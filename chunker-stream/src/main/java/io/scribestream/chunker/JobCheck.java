package io.scribestream.chunker;

import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Languages;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
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
                    Reason.INVALID_JOB, "the kind of the job's source is not known; use FILE or UPLOAD");
        }
        if (job.getSource().getLocation().isBlank()) {
            throw new RejectedException(Reason.INVALID_JOB, "the job does not say where its source is");
        }
        String language = job.getOptions().getLanguage();
        if (!Languages.isChoice(language)) {
            throw new RejectedException(Reason.UNKNOWN_LANGUAGE, Languages.unknown(language));
        }
    }

    private JobCheck() {}
}

package io.scribestream.ingest;

import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.runtime.UploadStore;
import io.scribestream.runtime.UploadStore.Upload;
import io.scribestream.schemas.avro.JobOptions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A form with a file and options.
 *
 * @param fileName as the client called it; shown, never opened
 */
record UploadForm(Upload upload, String fileName, JobOptions options, JobTerms terms) {

    static final List<String> FIELDS =
            List.of("language", "prompt", "translate", "priority", "deadline_seconds", "callback");

    /**
     * @throws ProblemException if the form is not as it should be; nothing is kept then
     * @throws io.scribestream.runtime.RejectedException if the file is larger than the limit
     */
    static UploadForm read(HttpServletRequest request, UploadStore store, long maxBytes) throws IOException {
        FileForm form = FileForm.read(request, store, maxBytes, name -> Spelling.requireField(name, FIELDS, ""));
        try {
            Map<String, String> fields = new HashMap<>();
            form.fields().forEach((name, values) -> fields.put(name, values.get(values.size() - 1)));
            return new UploadForm(
                    form.upload(),
                    form.fileName(),
                    JobTerms.options(fields),
                    JobTerms.of(fields.getOrDefault("priority", ""), fields.getOrDefault("deadline_seconds", ""))
                            .telling(fields.getOrDefault("callback", "")));
        } catch (ProblemException e) {
            store.delete(form.upload().name());
            throw e;
        }
    }
}

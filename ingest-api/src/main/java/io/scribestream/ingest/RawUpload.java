package io.scribestream.ingest;

import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.runtime.UploadStore;
import io.scribestream.runtime.UploadStore.Upload;
import io.scribestream.schemas.avro.JobOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A recording that is the body itself, with the options as query parameters; it goes to the store while it comes in. */
final class RawUpload {

    private static final List<String> PARAMETERS = parameters();

    /** @param type a media type in lower case, without its parameters */
    static boolean isOne(String type) {
        return type.startsWith("audio/")
                || type.startsWith("video/")
                || type.equals("application/octet-stream")
                || type.equals("application/ogg");
    }

    /**
     * @throws ProblemException if it is not as it should be; nothing is kept then
     * @throws io.scribestream.runtime.RejectedException if it is larger than the limit
     */
    static UploadForm read(Context ctx, UploadStore store, long maxBytes) throws IOException {
        Query query = Query.of(ctx, PARAMETERS);
        JobOptions options = JobTerms.options(query.values());
        JobTerms terms = JobTerms.of(query.text("priority"), query.text("deadline_seconds"))
                .telling(query.text("callback"));
        if (ctx.req().getContentLengthLong() > maxBytes) {
            throw new ProblemException(
                    413,
                    "too_large",
                    "the upload has more than the " + maxBytes + " bytes allowed",
                    Map.of("limit", maxBytes));
        }
        Upload upload = store.store(ctx.req().getInputStream(), maxBytes);
        if (upload.bytes() == 0) {
            store.delete(upload.name());
            throw new ProblemException(400, "empty_file", "the body has no bytes");
        }
        return new UploadForm(upload, FileForm.baseName(query.text("name")), options, terms);
    }

    private static List<String> parameters() {
        List<String> all = new ArrayList<>(UploadForm.FIELDS);
        all.add("name");
        return List.copyOf(all);
    }

    private RawUpload() {}
}

package io.scribestream.ingest;

import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.runtime.UploadStore;
import io.scribestream.runtime.UploadStore.Upload;
import io.scribestream.schemas.avro.JobOptions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;

/**
 * A form with a file and options, read in one pass: the file goes to the store while it comes in, so that a large one
 * needs no memory and is written once.
 *
 * @param fileName as the client called it; shown, never opened
 */
record UploadForm(Upload upload, String fileName, JobOptions options, JobTerms terms) {

    private static final Set<String> FIELDS = Set.of("language", "prompt", "translate", "priority", "deadline_seconds");
    private static final int MAX_FIELD_BYTES = 16 * 1024;

    /**
     * @throws ProblemException if the form is not as it should be; nothing is kept then
     * @throws io.scribestream.runtime.RejectedException if the file is larger than the limit
     */
    static UploadForm read(HttpServletRequest request, UploadStore store, long maxBytes) throws IOException {
        if (!JakartaServletFileUpload.isMultipartContent(request)) {
            throw new ProblemException(
                    415, "no_form", "send the file as multipart/form-data, in a field called 'file'");
        }
        @Nullable Upload upload = null;
        try {
            String fileName = "";
            Map<String, String> fields = new LinkedHashMap<>();
            FileItemInputIterator items = new JakartaServletFileUpload<>().getItemIterator(request);
            while (items.hasNext()) {
                FileItemInput item = items.next();
                if (item.isFormField()) {
                    fields.put(known(item.getFieldName()), text(item));
                } else if (!item.getFieldName().equals("file") || upload != null) {
                    throw new ProblemException(
                            400,
                            "unexpected_file",
                            "send one file, in the field 'file', not '" + item.getFieldName() + "'");
                } else {
                    fileName = baseName(item.getName());
                    upload = store.store(item.getInputStream(), maxBytes);
                }
            }
            if (upload == null) {
                throw new ProblemException(400, "no_file", "the form has no field 'file' with a file in it");
            }
            if (upload.bytes() == 0) {
                throw new ProblemException(400, "empty_file", "the file has no bytes");
            }
            return new UploadForm(
                    upload,
                    fileName,
                    JobTerms.options(fields),
                    JobTerms.of(fields.getOrDefault("priority", ""), fields.getOrDefault("deadline_seconds", "")));
        } catch (ProblemException e) {
            discard(upload, store);
            throw e;
        } catch (FileUploadException e) {
            discard(upload, store);
            throw new ProblemException(400, "broken_form", "the form cannot be read: " + e.getMessage());
        }
    }

    private static void discard(@Nullable Upload upload, UploadStore store) throws IOException {
        if (upload != null) {
            store.delete(upload.name());
        }
    }

    private static String known(String field) {
        if (!FIELDS.contains(field)) {
            throw new ProblemException(
                    400,
                    "unknown_field",
                    "the field '" + field
                            + "' is not known; known are file, language, prompt, translate, priority and deadline_seconds");
        }
        return field;
    }

    private static String text(FileItemInput item) throws IOException {
        byte[] bytes = item.getInputStream().readNBytes(MAX_FIELD_BYTES + 1);
        if (bytes.length > MAX_FIELD_BYTES) {
            throw new ProblemException(
                    413,
                    "field_too_large",
                    "the field '" + item.getFieldName() + "' has more than " + MAX_FIELD_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String baseName(@Nullable String name) {
        if (name == null) {
            return "";
        }
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }
}

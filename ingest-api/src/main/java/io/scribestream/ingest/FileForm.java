package io.scribestream.ingest;

import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.runtime.UploadStore;
import io.scribestream.runtime.UploadStore.Upload;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;

/**
 * A form with one file, in the field {@code file}, and other fields, read in one pass: the file goes to the store while it
 * comes in, so that a large one needs no memory and is written once.
 *
 * @param fileName as the client called it; shown, never opened
 * @param fields each with its values, in the order in which they came
 */
record FileForm(Upload upload, String fileName, Map<String, List<String>> fields) {

    private static final int MAX_FIELD_BYTES = 16 * 1024;
    private static final int MAX_FIELDS = 64;

    /**
     * @param known throws for the name of a field that there is not
     * @throws ProblemException if the form is not as it should be; nothing is kept then
     * @throws io.scribestream.runtime.RejectedException if the file is larger than the limit
     */
    static FileForm read(HttpServletRequest request, UploadStore store, long maxBytes, Consumer<String> known)
            throws IOException {
        if (!JakartaServletFileUpload.isMultipartContent(request)) {
            throw new ProblemException(
                    415, "no_form", "send the file as multipart/form-data, in a field called 'file'");
        }
        Reading reading = new Reading(store, maxBytes, known);
        try {
            reading.all(new JakartaServletFileUpload<>().getItemIterator(request));
            return reading.form();
        } catch (FileUploadException e) {
            reading.discard();
            throw new ProblemException(400, "broken_form", "the form cannot be read: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            reading.discard();
            throw e;
        }
    }

    /** What a client calls a file, without the folders that it lies in there; shown, never opened. */
    static String baseName(@Nullable String name) {
        if (name == null) {
            return "";
        }
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    private static final class Reading {

        private final UploadStore store;
        private final long maxBytes;
        private final Consumer<String> known;
        private final Map<String, List<String>> fields = new LinkedHashMap<>();
        private @Nullable Upload upload;
        private String fileName = "";
        private int count;

        Reading(UploadStore store, long maxBytes, Consumer<String> known) {
            this.store = store;
            this.maxBytes = maxBytes;
            this.known = known;
        }

        void all(FileItemInputIterator items) throws IOException {
            while (items.hasNext()) {
                FileItemInput item = items.next();
                if (++count > MAX_FIELDS) {
                    throw new ProblemException(
                            400, "too_many_fields", "the form has more than " + MAX_FIELDS + " fields");
                }
                if (item.isFormField()) {
                    known.accept(item.getFieldName());
                    fields.computeIfAbsent(item.getFieldName(), name -> new ArrayList<>())
                            .add(text(item));
                } else {
                    file(item);
                }
            }
        }

        FileForm form() {
            if (upload == null) {
                throw new ProblemException(400, "no_file", "the form has no field 'file' with a file in it");
            }
            if (upload.bytes() == 0) {
                throw new ProblemException(400, "empty_file", "the file has no bytes");
            }
            return new FileForm(upload, fileName, fields);
        }

        void discard() throws IOException {
            if (upload != null) {
                store.delete(upload.name());
            }
        }

        private void file(FileItemInput item) throws IOException {
            if (!item.getFieldName().equals("file") || upload != null) {
                throw new ProblemException(
                        400,
                        "unexpected_file",
                        "send one file, in the field 'file', not '" + item.getFieldName() + "'");
            }
            fileName = baseName(item.getName());
            upload = store.store(item.getInputStream(), maxBytes);
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
    }
}

package io.scribestream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.tus.UploadMetadata;
import io.scribestream.schemas.Nearest;
import io.scribestream.schemas.avro.JobOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client of the tus protocol says about the job, in {@code Upload-Metadata}: the fields of a form, the file's name
 * under one of the two names that clients use, and labels as a JSON object under {@code metadata}.
 *
 * @param fileName as the client called it; shown, never opened
 */
record TusFields(String fileName, JobOptions options, JobTerms terms, Map<String, String> metadata) {

    /** Sent by the usual clients on their own account; the file itself says what it is. */
    private static final List<String> UNREAD = List.of("filetype", "type", "contentType", "relativePath");

    private static final List<String> KNOWN = List.of(
            "filename",
            "name",
            "language",
            "prompt",
            "translate",
            "priority",
            "deadline_seconds",
            "callback",
            "metadata");

    /** @throws ProblemException if it is not as it should be */
    static TusFields read(String header) {
        Map<String, String> fields = parse(header);
        fields.keySet().forEach(TusFields::requireKnown);
        return new TusFields(
                FileForm.baseName(fields.getOrDefault("filename", fields.getOrDefault("name", ""))),
                JobTerms.options(fields),
                JobTerms.of(fields.getOrDefault("priority", ""), fields.getOrDefault("deadline_seconds", ""))
                        .telling(fields.getOrDefault("callback", "")),
                labels(fields.getOrDefault("metadata", "")));
    }

    private static Map<String, String> parse(String header) {
        try {
            return UploadMetadata.parse(header);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, "broken_metadata", String.valueOf(e.getMessage()));
        }
    }

    private static void requireKnown(String field) {
        if (!KNOWN.contains(field) && !UNREAD.contains(field)) {
            throw new ProblemException(
                    400,
                    "unknown_field",
                    "the field '" + field + "' of Upload-Metadata is not known"
                            + Nearest.of(field, KNOWN)
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("; known are " + String.join(", ", KNOWN)));
        }
    }

    private static Map<String, String> labels(String json) {
        Map<String, String> labels = new TreeMap<>();
        if (!json.isEmpty()) {
            JsonNode object = JsonBody.object(json, "a JSON object of texts, in the field 'metadata'");
            object.fields().forEachRemaining(label -> labels.put(label.getKey(), text(label)));
        }
        return labels;
    }

    private static String text(Map.Entry<String, JsonNode> label) {
        if (label.getValue().isContainerNode()) {
            throw new ProblemException(
                    400,
                    "wrong_value",
                    "the label '" + label.getKey() + "' of the field 'metadata' is a single value, not "
                            + label.getValue());
        }
        return label.getValue().asText();
    }
}

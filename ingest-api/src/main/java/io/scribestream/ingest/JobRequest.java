package io.scribestream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Source;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A job for a source that lies elsewhere, as a client writes it: {@code {source: {url or s3, name}, options: {language, prompt,
 * translate}, priority, deadline_seconds, metadata, callback: {url}}}.
 */
record JobRequest(Source source, JobOptions options, JobTerms terms, Map<String, String> metadata) {

    static final int MAX_BYTES = 64 * 1024;

    private static final List<String> FIELDS =
            List.of("source", "options", "priority", "deadline_seconds", "metadata", "callback");
    private static final List<String> OF_CALLBACK = List.of("url");
    private static final List<String> OF_OPTIONS = List.of("language", "prompt", "translate");

    /** @throws ProblemException if it is not as it should be */
    static JobRequest read(String body) {
        JsonNode job = JsonBody.object(body, "a JSON object with a source and options");
        known(job, FIELDS, "");
        JsonNode source = part(job, "source");
        known(source, SourceField.FIELDS, "source.");
        JsonNode options = part(job, "options");
        known(options, OF_OPTIONS, "options.");
        JsonNode callback = part(job, "callback");
        known(callback, OF_CALLBACK, "callback.");
        return new JobRequest(
                SourceField.read(
                        text(source, "url", "source."), text(source, "s3", "source."), text(source, "name", "source.")),
                JobTerms.options(texts(options, "options.")),
                JobTerms.of(text(job, "priority", ""), text(job, "deadline_seconds", ""))
                        .telling(text(callback, "url", "callback.")),
                texts(part(job, "metadata"), "metadata."));
    }

    private static JsonNode part(JsonNode object, String name) {
        JsonNode part = object.path(name);
        if (part.isMissingNode() || part.isNull()) {
            return JsonBody.JSON.createObjectNode();
        }
        if (!part.isObject()) {
            throw new ProblemException(400, "wrong_value", "the field '" + name + "' is an object, not " + part);
        }
        return part;
    }

    private static void known(JsonNode object, List<String> names, String prefix) {
        object.fieldNames().forEachRemaining(field -> Spelling.requireField(field, names, prefix));
    }

    private static Map<String, String> texts(JsonNode object, String prefix) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Iterator<String> fields = object.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            texts.put(field, text(object, field, prefix));
        }
        return texts;
    }

    /** Texts, numbers and booleans as they are written; empty where there is none. */
    private static String text(JsonNode object, String name, String prefix) {
        JsonNode value = object.path(name);
        if (value.isContainerNode()) {
            throw new ProblemException(
                    400, "wrong_value", "the field '" + prefix + name + "' is a single value, not " + value);
        }
        return value.isNull() ? "" : value.asText();
    }
}

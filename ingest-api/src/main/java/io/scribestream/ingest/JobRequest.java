package io.scribestream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.schemas.Nearest;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A job for a source that lies elsewhere, as a client writes it: {@code {source: {url, name}, options: {language, prompt,
 * translate}, priority, deadline_seconds, metadata}}.
 */
record JobRequest(Source source, JobOptions options, JobTerms terms, Map<String, String> metadata) {

    static final int MAX_BYTES = 64 * 1024;

    private static final List<String> FIELDS = List.of("source", "options", "priority", "deadline_seconds", "metadata");
    private static final List<String> OF_SOURCE = List.of("url", "name");
    private static final List<String> OF_OPTIONS = List.of("language", "prompt", "translate");
    /** @throws ProblemException if it is not as it should be */
    static JobRequest read(String body) {
        JsonNode job = JsonBody.object(body, "a JSON object with a source and options");
        known(job, FIELDS, "");
        JsonNode source = part(job, "source");
        known(source, OF_SOURCE, "source.");
        JsonNode options = part(job, "options");
        known(options, OF_OPTIONS, "options.");
        return new JobRequest(
                source(source),
                JobTerms.options(texts(options, "options.")),
                JobTerms.of(text(job, "priority", ""), text(job, "deadline_seconds", "")),
                texts(part(job, "metadata"), "metadata."));
    }

    private static Source source(JsonNode source) {
        String url = text(source, "url", "source.");
        String path = path(url);
        String name = text(source, "name", "source.");
        return new Source(
                SourceKind.HTTP, url, name.isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : name, -1L, "");
    }

    private static String path(String url) {
        try {
            URI uri = new URI(url);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null) {
                return uri.getPath();
            }
        } catch (URISyntaxException e) {
            throw wrongUrl();
        }
        throw wrongUrl();
    }

    private static ProblemException wrongUrl() {
        return new ProblemException(
                400, "wrong_value", "the field 'source.url' is an http or https address, as in https://host/talk.mp3");
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
        for (Iterator<String> fields = object.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            if (!names.contains(field)) {
                throw new ProblemException(
                        400,
                        "unknown_field",
                        "the field '" + prefix + field + "' is not known"
                                + Nearest.of(field, names)
                                        .map(near -> "; did you mean '" + prefix + near + "'?")
                                        .orElse("; known are " + String.join(", ", names)));
            }
        }
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

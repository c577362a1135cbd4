package io.scribestream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.schemas.Languages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How gaps are to be heard again, as a client writes it: nothing, or a JSON object.
 *
 * @param language a code or auto; empty for that of the job
 * @param prompt null for that of the job
 */
record RedriveOrder(String language, @Nullable String prompt) {

    static final int MAX_BYTES = 16 * 1024;

    private static final List<String> FIELDS = List.of("language", "prompt");

    /** @throws ProblemException if it is not as it should be */
    static RedriveOrder read(String body) {
        if (body.isBlank()) {
            return new RedriveOrder("", null);
        }
        JsonNode object = JsonBody.object(body, "a JSON object with language and prompt, or nothing");
        object.fieldNames().forEachRemaining(name -> Spelling.requireField(name, FIELDS, ""));
        String language = text(object, "language");
        if (language != null && !language.equals(Languages.AUTO) && !Languages.isKnown(language)) {
            throw new ProblemException(400, "unknown_language", Languages.unknown(language));
        }
        return new RedriveOrder(language == null ? "" : language, text(object, "prompt"));
    }

    private static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new ProblemException(400, "wrong_value", "the field '" + name + "' is a text, not " + value);
        }
        return value.textValue();
    }
}

package io.scribestream.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.ingest.Problem.ProblemException;

/** Reads what a client sends as JSON: one object and nothing behind it. */
final class JsonBody {

    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * @param expected what it should be, for people: {@code a JSON object with ...}
     * @throws ProblemException if it is something else
     */
    static JsonNode object(String body, String expected) {
        try {
            JsonNode read = JSON.readTree(body);
            if (read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            throw new ProblemException(400, "broken_body", "the body is no JSON: " + e.getOriginalMessage());
        }
        throw new ProblemException(400, "broken_body", "the body is " + expected);
    }

    private JsonBody() {}
}

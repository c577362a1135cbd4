package io.scribestream.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

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

    /**
     * What a client sends, as text; never more of it in memory than it may be.
     *
     * @throws ProblemException with 413 if it is more than so many bytes
     */
    static String text(Context ctx, int maxBytes, String what) throws IOException {
        InputStream body = ctx.req().getInputStream();
        byte[] bytes = body.readNBytes(maxBytes);
        if (body.read() < 0) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        throw new ProblemException(
                413, "too_large", what + " has at most " + maxBytes + " bytes", Map.of("limit", maxBytes));
    }

    private JsonBody() {}
}

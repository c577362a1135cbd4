package io.scribestream.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/**
 * A schema as its {@code .avsc} says it, without the marks that the Java generator leaves for itself. A client in any
 * language that registers the file gets the same id as we do.
 */
final class PublishedSchema {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Schema of(Schema generated) {
        try {
            JsonNode json = JSON.readTree(generated.toString());
            clean(json);
            return new Schema.Parser().parse(json.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema that is no JSON: " + generated, e);
        }
    }

    private static void clean(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.remove("avro.java.string");
        }
        json.forEach(PublishedSchema::clean);
    }

    private PublishedSchema() {}
}

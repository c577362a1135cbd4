package io.scribestream.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A record of the schema log, in the JSON that Confluent's registry keeps in its {@code _schemas} topic, so that it could
 * take the topic over.
 */
record LogRecord(String key, String value) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static LogRecord of(SchemaVersion version) {
        ObjectNode key = JSON.createObjectNode();
        key.put("keytype", "SCHEMA").put("subject", version.subject());
        key.put("version", version.version()).put("magic", 1);
        ObjectNode value = JSON.createObjectNode();
        value.put("subject", version.subject()).put("version", version.version());
        value.put("id", version.id()).put("schema", version.schema().toString()).put("deleted", false);
        return new LogRecord(key.toString(), value.toString());
    }

    /** @param subject the subject, or null for all that have no rule of their own */
    static LogRecord of(@Nullable String subject, Compatibility rule) {
        ObjectNode key = JSON.createObjectNode();
        key.put("keytype", "CONFIG").put("subject", subject).put("magic", 0);
        return new LogRecord(
                key.toString(),
                JSON.createObjectNode().put("compatibilityLevel", rule.name()).toString());
    }

    /** Adds what it says to what is known. Kinds that we never write, such as Confluent's NOOP, say nothing here. */
    void applyTo(Schemas schemas) {
        try {
            JsonNode keyNode = JSON.readTree(key);
            JsonNode valueNode = JSON.readTree(value);
            String subject = keyNode.path("subject").textValue();
            String kind = keyNode.path("keytype").asText();
            if (kind.equals("SCHEMA") && subject != null) {
                Schema schema =
                        new Schema.Parser().parse(valueNode.path("schema").asText());
                schemas.add(new SchemaVersion(
                        subject,
                        valueNode.path("version").asInt(),
                        valueNode.path("id").asInt(),
                        schema));
            } else if (kind.equals("CONFIG")) {
                Compatibility rule = Compatibility.valueOf(
                        valueNode.path("compatibilityLevel").asText());
                if (subject == null) {
                    schemas.rule(rule);
                } else {
                    schemas.rule(subject, rule);
                }
            }
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalStateException("the schema log holds a record that is none of a registry: " + key, e);
        }
    }
}

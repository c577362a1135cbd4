package io.scribestream.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Confluent's REST API, version 1, as far as clients use it to write and read records: a question in, an answer out. */
final class RegistryRoutes {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What stands behind one of these is a name or a number. */
    private static final Set<String> BEFORE_A_NAME = Set.of("ids", "subjects", "versions", "config", "mode");

    private final EmbeddedSchemaRegistry registry;

    RegistryRoutes(EmbeddedSchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * @param path the parts of the path, decoded
     * @param query the query as it stands in the address; empty for none
     * @param body what was sent; an empty object for nothing
     * @throws RegistryError for every answer but 200
     */
    JsonNode answer(String method, List<String> path, String query, JsonNode body) {
        return switch (method + " /" + String.join("/", shape(path))) {
            case "GET /" -> JSON.createObjectNode();
            case "GET /schemas/types" -> JSON.createArrayNode().add("AVRO");
            case "GET /schemas/ids/*" ->
                JSON.createObjectNode().put("schema", byId(path.get(2)).toString());
            case "GET /schemas/ids/*/schema" -> tree(byId(path.get(2)));
            case "GET /schemas/ids/*/subjects" -> subjectsOf(path.get(2));
            case "GET /schemas/ids/*/versions" -> versionsOf(path.get(2));
            case "GET /subjects" -> JSON.valueToTree(registry.subjects());
            case "POST /subjects/*" -> find(path.get(1), schema(body));
            case "GET /subjects/*/versions" -> numbers(existing(path.get(1)));
            case "POST /subjects/*/versions" ->
                JSON.createObjectNode().put("id", registry.register(path.get(1), schema(body)));
            case "GET /subjects/*/versions/*" -> describe(version(path.get(1), path.get(3)));
            case "GET /subjects/*/versions/*/schema" ->
                tree(version(path.get(1), path.get(3)).schema());
            case "POST /compatibility/subjects/*/versions" ->
                compatibility(query, registry.problems(path.get(2), schema(body), registry.versions(path.get(2))));
            case "POST /compatibility/subjects/*/versions/*" ->
                compatibility(query, registry.problems(path.get(2), schema(body), compared(path.get(2), path.get(4))));
            case "GET /config" -> rule(registry.rule());
            case "PUT /config" -> setRule(null, body);
            case "GET /config/*" -> rule(rule(path.get(1), query));
            case "PUT /config/*" -> setRule(path.get(1), body);
            case "GET /mode", "GET /mode/*" -> JSON.createObjectNode().put("mode", "READWRITE");
            default -> throw RegistryError.noSuchPath();
        };
    }

    private static List<String> shape(List<String> path) {
        List<String> shape = new ArrayList<>();
        for (String part : path) {
            boolean name = !shape.isEmpty() && BEFORE_A_NAME.contains(shape.get(shape.size() - 1));
            shape.add(name ? "*" : part);
        }
        return shape;
    }

    private Schema byId(String id) {
        try {
            return registry.byId(Integer.parseInt(id));
        } catch (NumberFormatException | UnknownSchemaException e) {
            throw RegistryError.noSchema(id);
        }
    }

    private List<SchemaVersion> uses(String id) {
        byId(id);
        return registry.uses(Integer.parseInt(id));
    }

    private JsonNode subjectsOf(String id) {
        ArrayNode subjects = JSON.createArrayNode();
        uses(id).forEach(use -> subjects.add(use.subject()));
        return subjects;
    }

    private JsonNode versionsOf(String id) {
        ArrayNode versions = JSON.createArrayNode();
        uses(id).forEach(use ->
                versions.addObject().put("subject", use.subject()).put("version", use.version()));
        return versions;
    }

    private List<SchemaVersion> existing(String subject) {
        List<SchemaVersion> versions = registry.versions(subject);
        if (versions.isEmpty()) {
            throw RegistryError.noSubject(subject);
        }
        return versions;
    }

    private JsonNode find(String subject, Schema schema) {
        existing(subject);
        return describe(registry.find(subject, schema).orElseThrow(() -> RegistryError.noSchema("of this text")));
    }

    private SchemaVersion version(String subject, String number) {
        List<SchemaVersion> versions = existing(subject);
        if (number.equals("latest") || number.equals("-1")) {
            return versions.get(versions.size() - 1);
        }
        return versions.stream()
                .filter(version -> version.version() == positive(number))
                .findFirst()
                .orElseThrow(() -> RegistryError.noVersion(number));
    }

    /** A subject without versions has nothing that a new schema could break. */
    private List<SchemaVersion> compared(String subject, String number) {
        boolean nothingYet =
                number.equals("latest") && registry.versions(subject).isEmpty();
        return nothingYet ? List.of() : List.of(version(subject, number));
    }

    private static int positive(String number) {
        try {
            int value = Integer.parseInt(number);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw RegistryError.invalidVersion(number);
        }
        throw RegistryError.invalidVersion(number);
    }

    private Compatibility rule(String subject, String query) {
        if (query.contains("defaultToGlobal=true")) {
            return registry.rule(subject);
        }
        return registry.ownRule(subject).orElseThrow(() -> RegistryError.noRule(subject));
    }

    private JsonNode setRule(@Nullable String subject, JsonNode body) {
        String name = body.path("compatibility").asText();
        try {
            registry.rule(subject, Compatibility.valueOf(name));
        } catch (IllegalArgumentException e) {
            throw RegistryError.invalidRule(name);
        }
        return JSON.createObjectNode().put("compatibility", name);
    }

    private static Schema schema(JsonNode body) {
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw RegistryError.invalidSchema("only AVRO is kept here, not " + type);
        }
        if (!body.path("references").isEmpty()) {
            throw RegistryError.invalidSchema("references to other subjects are not followed; send it in one piece");
        }
        try {
            return new Schema.Parser().parse(body.path("schema").asText());
        } catch (AvroRuntimeException e) {
            throw RegistryError.invalidSchema(String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode numbers(List<SchemaVersion> versions) {
        return JSON.valueToTree(versions.stream().map(SchemaVersion::version).toList());
    }

    private static JsonNode describe(SchemaVersion version) {
        return JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("schema", version.schema().toString());
    }

    private static JsonNode compatibility(String query, List<String> problems) {
        ObjectNode answer = JSON.createObjectNode().put("is_compatible", problems.isEmpty());
        if (query.contains("verbose=true")) {
            answer.set("messages", JSON.valueToTree(problems));
        }
        return answer;
    }

    private static JsonNode rule(Compatibility rule) {
        return JSON.createObjectNode().put("compatibilityLevel", rule.name());
    }

    private static JsonNode tree(Schema schema) {
        try {
            return JSON.readTree(schema.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema that is no JSON: " + schema, e);
        }
    }
}

package io.scribestream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The contract as one page of HTML that asks no other host and runs nothing. */
final class DocsPage {

    private static final List<String> METHODS = List.of("get", "head", "post", "put", "patch", "delete", "options");
    private static final String STYLE = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;"
            + "padding:0 1rem}code,pre{background:#8882;padding:.1em .3em;overflow:auto}h2{margin-top:2rem;"
            + "border-top:1px solid #8886;padding-top:1rem}td{padding:.1em 1em .1em 0;vertical-align:top}"
            + ":root{color-scheme:light dark}";

    private final JsonNode contract;
    private final StringBuilder html = new StringBuilder();

    private DocsPage(JsonNode contract) {
        this.contract = contract;
    }

    static String of(String yaml) {
        return new DocsPage(parse(yaml)).page();
    }

    /** With what its aliases stand for. */
    static JsonNode parse(String yaml) {
        Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new ObjectMapper().valueToTree(loaded);
    }

    private String page() {
        JsonNode info = contract.path("info");
        html.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
                .append(escaped(info.path("title").asText()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style>");
        element("h1", info.path("title").asText());
        element("p", info.path("summary").asText());
        element("p", info.path("description").asText());
        html.append("<p>For programs: <a href=\"/openapi.yaml\">openapi.yaml</a></p>");
        contract.path("paths").fields().forEachRemaining(path -> METHODS.stream()
                .filter(path.getValue()::has)
                .forEach(method -> operation(
                        method,
                        path.getKey(),
                        path.getValue().path(method),
                        path.getValue().path("parameters"))));
        return html.append("</html>").toString();
    }

    private void operation(String method, String path, JsonNode operation, JsonNode ofPath) {
        html.append("<h2 id=\"")
                .append(escaped(operation.path("operationId").asText()))
                .append("\"><code>")
                .append(method.toUpperCase(Locale.ROOT))
                .append(' ')
                .append(escaped(path))
                .append("</code></h2>");
        element("p", operation.path("summary").asText());
        element("p", operation.path("description").asText());
        html.append("<table>");
        ofPath.forEach(this::parameter);
        operation.path("parameters").forEach(this::parameter);
        operation
                .path("responses")
                .fields()
                .forEachRemaining(response -> row(
                        response.getKey(),
                        resolved(response.getValue()).path("description").asText()));
        html.append("</table>");
        operation.path("requestBody").path("content").fields().forEachRemaining(content -> {
            element("p", "Takes " + content.getKey());
            content.getValue()
                    .path("examples")
                    .forEach(example -> element("pre", example.path("value").toPrettyString()));
        });
    }

    private void parameter(JsonNode written) {
        JsonNode parameter = resolved(written);
        JsonNode schema = resolved(parameter.path("schema"));
        String kinds = schema.has("enum")
                ? schema.path("enum").toString()
                : schema.path("type").asText();
        row(
                parameter.path("name").asText(),
                parameter.path("in").asText() + ", " + kinds + ". "
                        + parameter.path("description").asText());
    }

    private void row(String name, String text) {
        html.append("<tr><td><code>")
                .append(escaped(name))
                .append("</code><td>")
                .append(escaped(text));
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? contract.at(node.path("$ref").asText().substring(1)) : node;
    }

    private void element(String name, String text) {
        if (!text.isEmpty()) {
            html.append('<')
                    .append(name)
                    .append('>')
                    .append(escaped(text))
                    .append("</")
                    .append(name)
                    .append('>');
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

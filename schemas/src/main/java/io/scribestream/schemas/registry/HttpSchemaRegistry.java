package io.scribestream.schemas.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * A registry that speaks Confluent's REST API. What it once answered is never asked again: neither the schema of an id nor
 * the id of a schema ever changes.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

    /** Waits 0.1, 0.2, 0.4 and 0.8 s between five tries, each of which asks every address once. */
    private static final Patience PATIENCE = patience(5, Duration.ofMillis(100));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryHttp http;
    private final Patience patience;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();

    private record Registration(String subject, String schema) {}

    /** @param urls addresses of the same registry, asked in turn until one answers; each may hold a path */
    public HttpSchemaRegistry(List<URI> urls) {
        this(urls, RegistryLogin.NONE);
    }

    public HttpSchemaRegistry(List<URI> urls, RegistryLogin login) {
        this(urls, login, PATIENCE);
    }

    public HttpSchemaRegistry(List<URI> urls, RegistryLogin login, Patience patience) {
        this.http = new RegistryHttp(urls, login);
        this.patience = patience;
    }

    /**
     * A registry without a login, or with the one that its address holds.
     *
     * @param urls addresses with commas between them, as in {@code schema.registry.url}
     * @throws IllegalArgumentException if one of them is no http or https address
     */
    public static HttpSchemaRegistry of(String urls) {
        return new HttpSchemaRegistry(urls(urls));
    }

    static List<URI> urls(String commaList) {
        return Arrays.stream(commaList.split(",", -1))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .map(URI::create)
                .toList();
    }

    static Patience patience(int tries, Duration firstWait) {
        RetryConfig config = RetryConfig.custom()
                .maxAttempts(tries)
                .intervalFunction(IntervalFunction.ofExponentialBackoff(firstWait, 2))
                .retryOnException(e -> e instanceof RegistryUnavailableException
                        && !Thread.currentThread().isInterrupted())
                .build();
        return Retry.of("schema-registry", config)::executeSupplier;
    }

    @Override
    public int register(String subject, Schema schema) {
        Registration registration = new Registration(subject, schema.toString());
        Integer known = ids.get(registration);
        if (known != null) {
            return known;
        }
        String path = "/subjects/"
                + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20") + "/versions";
        String body =
                JSON.createObjectNode().put("schema", registration.schema()).toString();
        int id = patience.ask(() -> http.post(path, body, "id")).asInt();
        ids.put(registration, id);
        return id;
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        String text =
                patience.ask(() -> http.get("/schemas/ids/" + id, "schema")).asText();
        try {
            Schema schema = new Schema.Parser().parse(text);
            schemas.put(id, schema);
            return schema;
        } catch (SchemaParseException e) {
            throw new UnknownSchemaException(
                    "the schema with the id " + id + " is no Avro schema: " + e.getMessage(), e);
        }
    }

    /** Asked once, and not again where that fails. */
    @Override
    public void ping() {
        http.get("/config", "compatibilityLevel");
    }
}

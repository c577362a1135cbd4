package io.scribestream.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.access.IssuedKey;
import io.scribestream.ingest.access.KeyDirectory;
import io.scribestream.ingest.access.KeyRequest;
import io.scribestream.ingest.access.Keys;
import io.scribestream.schemas.avro.ClientKey;
import io.scribestream.schemas.avro.KeyScope;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keys for operators: made, listed and revoked. Neither a key nor its hash is ever told, but for the one answer that makes it. */
public final class KeyRoutes implements RouteSet {

    static final String KEYS = AccessRoutes.ADMIN + "keys";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FIELDS = List.of("client", "name", "scopes", "limits", "weight");
    private static final int MAX_BYTES = 16 * 1024;

    private final Keys keys;

    public KeyRoutes(Keys keys) {
        this.keys = keys;
    }

    /**
     * A key as it is shown.
     *
     * @param weight null where the key says nothing about it
     * @param key the key itself; null but for the answer that makes it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record KeyView(
            String id,
            String client,
            String name,
            List<String> scopes,
            Map<String, Integer> limits,
            @Nullable Double weight,
            @JsonProperty("created_at") @Nullable String createdAt,
            @JsonProperty("revoked_at") @Nullable String revokedAt,
            @Nullable String key) {

        static KeyView of(ClientKey key) {
            return new KeyView(
                    key.getKeyId(),
                    key.getClient(),
                    key.getName(),
                    names(key.getScopes()),
                    new TreeMap<>(key.getLimits()),
                    weight(key.getWeight()),
                    time(key.getCreatedAt()),
                    KeyDirectory.isRevoked(key) ? time(key.getRevokedAt()) : null,
                    null);
        }

        static KeyView of(IssuedKey key, KeyRequest request) {
            return new KeyView(
                    key.id(),
                    request.client(),
                    request.name(),
                    names(List.copyOf(request.scopes())),
                    new TreeMap<>(request.limits()),
                    weight(request.weight()),
                    null,
                    null,
                    key.text());
        }

        private static List<String> names(List<KeyScope> scopes) {
            return scopes.stream()
                    .sorted()
                    .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                    .toList();
        }

        private static @Nullable Double weight(double weight) {
            return weight == 0 ? null : weight;
        }

        private static String time(Instant time) {
            return time.toString();
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post(KEYS, this::create);
        routes.get(
                KEYS,
                ctx -> ctx.json(
                        Map.of("keys", keys.all().stream().map(KeyView::of).toList())));
        routes.delete(KEYS + "/{id}", this::revoke);
    }

    private void create(Context ctx) throws IOException {
        KeyRequest request = read(JsonBody.text(ctx, MAX_BYTES, "a key"));
        IssuedKey key = keys.create(request);
        ctx.status(201).header("Cache-Control", "no-store").json(KeyView.of(key, request));
    }

    private void revoke(Context ctx) {
        String id = ctx.pathParam("id");
        ClientKey revoked = keys.revoke(id)
                .orElseThrow(
                        () -> new ProblemException(404, "unknown_key", "there is no key with the id '" + id + "'"));
        ctx.json(KeyView.of(revoked));
    }

    private static KeyRequest read(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (!json.isObject()) {
                throw wrong("send a JSON object with client, scopes and, if you like, name, limits and weight");
            }
            json.fieldNames().forEachRemaining(field -> Spelling.requireField(field, FIELDS, ""));
            return new KeyRequest(text(json, "client"), text(json, "name"), scopes(json), limits(json), weight(json));
        } catch (JsonProcessingException e) {
            throw wrong("the body is no JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw wrong("the field '" + field + "' has to be a text");
        }
        return value.asText("");
    }

    private static Set<KeyScope> scopes(JsonNode json) {
        Set<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
        JsonNode all = json.path("scopes");
        if (!all.isMissingNode() && !all.isArray()) {
            throw wrong("the field 'scopes' has to be a list of texts");
        }
        all.forEach(scope -> scopes.add(KeyRequest.scope(scope.asText())));
        return scopes;
    }

    private static Map<String, Integer> limits(JsonNode json) {
        Map<String, Integer> limits = new LinkedHashMap<>();
        JsonNode all = json.path("limits");
        if (!all.isMissingNode() && !all.isObject()) {
            throw wrong("the field 'limits' has to be an object such as {\"transcribe-hour\": 500}");
        }
        all.fields().forEachRemaining(entry -> {
            // 54.0 is whole too.
            if (!entry.getValue().canConvertToInt() || !entry.getValue().canConvertToExactIntegral()) {
                throw wrong("the limit " + entry.getKey() + " has to be a whole number");
            }
            limits.put(entry.getKey(), entry.getValue().asInt());
        });
        return limits;
    }

    private static double weight(JsonNode json) {
        JsonNode weight = json.path("weight");
        if (!weight.isMissingNode() && !weight.isNumber()) {
            throw wrong("the field 'weight' has to be a number");
        }
        return weight.asDouble(0);
    }

    private static ProblemException wrong(String detail) {
        return new ProblemException(400, "wrong_value", detail);
    }
}

package io.scribestream.schemas.registry;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings by which plain Kafka clients name their registry; the names are Confluent's. */
public final class RegistrySettings {

    /** Addresses with commas between them; needed. */
    public static final String URL = "schema.registry.url";

    /** {@code USER_INFO}: log in with {@link #USER_INFO}; {@code URL}, which is the default: with what the address holds. */
    public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";

    /** Name and password with a colon between them. */
    public static final String USER_INFO = "basic.auth.user.info";

    /** Confluent's own client sends a token where this is {@code STATIC_TOKEN}; here the token's presence is enough. */
    public static final String BEARER_TOKEN = "bearer.auth.token";

    /**
     * The registry that these settings name. Nothing is asked yet.
     *
     * @throws ConfigException if a setting is missing or wrong
     */
    public static HttpSchemaRegistry connect(Map<String, ?> settings) {
        String urls = need(settings, URL);
        try {
            return new HttpSchemaRegistry(HttpSchemaRegistry.urls(urls), login(settings));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(URL, urls, e.getMessage());
        }
    }

    private static RegistryLogin login(Map<String, ?> settings) {
        String token = text(settings, BEARER_TOKEN);
        if (token != null) {
            return RegistryLogin.bearer(token);
        }
        String source = text(settings, CREDENTIALS_SOURCE);
        if (source == null || source.equals("URL")) {
            return RegistryLogin.NONE;
        }
        if (source.equals("USER_INFO")) {
            return RegistryLogin.basic(need(settings, USER_INFO));
        }
        throw new ConfigException(CREDENTIALS_SOURCE, source, "must be URL or USER_INFO");
    }

    private static String need(Map<String, ?> settings, String name) {
        String value = text(settings, name);
        if (value == null) {
            throw new ConfigException("the setting " + name + " is missing");
        }
        return value;
    }

    private static @Nullable String text(Map<String, ?> settings, String name) {
        Object value = settings.get(name);
        return value == null ? null : value.toString();
    }

    private RegistrySettings() {}
}

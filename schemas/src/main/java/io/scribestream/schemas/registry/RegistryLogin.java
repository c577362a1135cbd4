package io.scribestream.schemas.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How a client shows a registry who it is.
 *
 * @param header the value of the HTTP header {@code Authorization}; null for none
 */
public record RegistryLogin(@Nullable String header) {

    /** For a registry that asks nobody. */
    public static final RegistryLogin NONE = new RegistryLogin(null);

    /**
     * By name and password.
     *
     * @param userInfo both, with a colon between them
     */
    public static RegistryLogin basic(String userInfo) {
        return new RegistryLogin(
                "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)));
    }

    public static RegistryLogin bearer(String token) {
        return new RegistryLogin("Bearer " + token);
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return header == null ? "no login" : header.substring(0, header.indexOf(' ')) + " ***";
    }
}

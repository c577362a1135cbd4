package io.scribestream.ingest.access;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Whose tokens are good.
 *
 * @param jwks where the issuer's public keys are
 * @param skew by how much the clocks of the issuer and of this machine may differ
 */
public record JwtConfig(URI jwks, String issuer, String audience, Duration skew) {

    private static final Duration MOST = Duration.ofMinutes(10);

    /**
     * Empty where no tokens are taken.
     *
     * @throws ConfigException naming the setting that is wrong or missing
     */
    public static Optional<JwtConfig> from(Env env) {
        if (!env.isSet(Setting.SCRIBE_JWT_JWKS_URL)) {
            return Optional.empty();
        }
        URI jwks = env.uri(Setting.SCRIBE_JWT_JWKS_URL);
        if (!"https".equals(jwks.getScheme())
                && !AccessConfig.isLoopback(jwks.getHost(), Setting.SCRIBE_JWT_JWKS_URL)) {
            throw new ConfigException(Setting.SCRIBE_JWT_JWKS_URL + " is '" + jwks
                    + "', but has to be an https address: whoever changes those keys on their way can be anybody");
        }
        return Optional.of(new JwtConfig(
                jwks,
                env.text(Setting.SCRIBE_JWT_ISSUER),
                env.text(Setting.SCRIBE_JWT_AUDIENCE),
                env.duration(Setting.SCRIBE_JWT_SKEW, Duration.ofSeconds(1), MOST)));
    }
}

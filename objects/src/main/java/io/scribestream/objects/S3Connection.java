package io.scribestream.objects;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the store is asked.
 *
 * @param endpoint of a store that is not Amazon's; null for Amazon's
 * @param region where the SDK is not to find out itself; null else
 * @param pathStyle whether the bucket stands in the path, not in the host's name
 * @param credentials where the SDK is not to find them itself; null else
 */
public record S3Connection(
        @Nullable URI endpoint, @Nullable String region, boolean pathStyle, @Nullable Credentials credentials) {

    /** What a store knows this process by. */
    public record Credentials(String accessKey, String secretKey) {

        @Override
        public String toString() {
            return accessKey + ", and a secret";
        }
    }

    /** @throws ConfigException naming the setting that is wrong */
    public static S3Connection from(Env env) {
        return new S3Connection(
                env.isSet(Setting.SCRIBE_S3_ENDPOINT) ? env.uri(Setting.SCRIBE_S3_ENDPOINT) : null,
                env.optionalText(Setting.SCRIBE_S3_REGION).orElse(null),
                env.bool(Setting.SCRIBE_S3_PATH_STYLE),
                credentials(env));
    }

    /** A bucket, at its endpoint, as people and breakers call it. */
    public String nameOf(String bucket) {
        return endpoint == null ? "s3 " + bucket : "s3 " + endpoint.getAuthority() + "/" + bucket;
    }

    private static @Nullable Credentials credentials(Env env) {
        Optional<String> accessKey = env.optionalText(Setting.SCRIBE_S3_ACCESS_KEY);
        Optional<String> secretKey = env.optionalText(Setting.SCRIBE_S3_SECRET_KEY);
        if (accessKey.isPresent() != secretKey.isPresent()) {
            throw new ConfigException(Setting.SCRIBE_S3_ACCESS_KEY + " and " + Setting.SCRIBE_S3_SECRET_KEY
                    + " go together: set both, or neither");
        }
        return accessKey
                .map(key -> new Credentials(key, secretKey.orElseThrow()))
                .orElse(null);
    }
}

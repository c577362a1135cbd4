package io.scribestream.chunker.fetch.s3;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How objects are asked for.
 *
 * @param places buckets, or buckets with a prefix of keys, that sources may be in: with what this process may read, a client
 *     would read all of it otherwise
 * @param endpoint of a store that is not Amazon's; null for Amazon's
 * @param region where the SDK is not to find out itself; null else
 * @param pathStyle whether the bucket stands in the path, not in the host's name
 * @param credentials where the SDK is not to find them itself; null else
 */
public record S3Config(
        List<String> places,
        @Nullable URI endpoint,
        @Nullable String region,
        boolean pathStyle,
        @Nullable Credentials credentials) {

    private static final Pattern PLACE = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?");

    /** What a store knows this process by. */
    public record Credentials(String accessKey, String secretKey) {

        @Override
        public String toString() {
            return accessKey + ", and a secret";
        }
    }

    public S3Config {
        places = List.copyOf(places);
    }

    /** @throws ConfigException naming the setting that is wrong */
    public static S3Config from(Env env) {
        List<String> places = env.list(Setting.SCRIBE_S3_SOURCES);
        for (String place : places) {
            if (!PLACE.matcher(place).matches()) {
                throw new ConfigException(Setting.SCRIBE_S3_SOURCES + " has '" + place
                        + "', but each entry has to be a bucket, or a bucket and a prefix, as in recordings/2026/");
            }
        }
        URI endpoint = env.isSet(Setting.SCRIBE_S3_ENDPOINT) ? env.uri(Setting.SCRIBE_S3_ENDPOINT) : null;
        return new S3Config(
                places,
                endpoint,
                env.optionalText(Setting.SCRIBE_S3_REGION).orElse(null),
                env.bool(Setting.SCRIBE_S3_PATH_STYLE),
                credentials(env));
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

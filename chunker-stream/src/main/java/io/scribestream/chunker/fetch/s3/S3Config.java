package io.scribestream.chunker.fetch.s3;

import io.scribestream.objects.S3Address;
import io.scribestream.objects.S3Connection;
import io.scribestream.objects.UploadPlace;
import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which objects are read, and how the store is asked.
 *
 * @param places buckets, or buckets with a prefix of keys, that sources may be in: with what this process may read, a client
 *     would read all of it otherwise
 * @param uploads where uploads wait, which no source may name; null where they lie in a folder
 */
public record S3Config(List<String> places, @Nullable UploadPlace uploads, S3Connection connection) {

    private static final Pattern PLACE = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?");

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
        return new S3Config(places, UploadPlace.from(env).orElse(null), S3Connection.from(env));
    }

    /** Whether a client's source may be that object. */
    boolean mayBeSource(S3Address address) {
        return (uploads == null || !uploads.holds(address)) && places.stream().anyMatch(address::isIn);
    }
}

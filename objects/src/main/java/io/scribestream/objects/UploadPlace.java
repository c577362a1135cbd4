package io.scribestream.objects;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.UploadStore;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where uploads wait for their jobs in a store.
 *
 * @param prefix what all keys begin with; empty, or with a slash at its end
 */
public record UploadPlace(String bucket, String prefix) {

    private static final Pattern FORM = Pattern.compile(
            "s3://(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/?(?<prefix>(?<=/)[^/\\s](?:\\S{0,899}[^/\\s])?/?)?");

    /**
     * @return empty where uploads lie in a folder
     * @throws ConfigException if the setting is no place of a store
     */
    public static Optional<UploadPlace> from(Env env) {
        return env.optionalText(Setting.SCRIBE_UPLOAD_S3).map(UploadPlace::parse);
    }

    private static UploadPlace parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new ConfigException(Setting.SCRIBE_UPLOAD_S3 + " is '" + text
                    + "', but has to be a bucket, with or without a prefix, as in s3://bucket/uploads/");
        }
        String prefix = parts.group("prefix");
        return new UploadPlace(
                parts.group("bucket"), prefix == null ? "" : prefix.endsWith("/") ? prefix : prefix + "/");
    }

    /**
     * The object of an upload.
     *
     * @throws io.scribestream.runtime.RejectedException with {@code source_not_found} for a name that no upload has
     */
    public S3Address address(String name) {
        return new S3Address(bucket, prefix + UploadStore.requireName(name));
    }

    /** Whether an object lies among the uploads. */
    public boolean holds(S3Address address) {
        return address.bucket().equals(bucket) && address.key().startsWith(prefix);
    }

    /** As one writes it. */
    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}

package io.scribestream.ingest;

import io.scribestream.objects.UploadObjects;
import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.nio.file.Path;
import java.time.Duration;

/**
 * @param port 0 for any free one
 * @param uploadDir folder that files come to; the chunker reads it too, unless they go on to a store
 * @param maxUploadBytes the largest file that is taken
 * @param uploadExpiry how long an upload is kept that comes in parts, after its last byte
 * @param maxOpenJobs jobs without an outcome beyond which none is taken
 * @param minFreeBytes space on the disk of uploads below which none is taken
 * @param webhooks whether callbacks are taken
 */
public record ApiConfig(
        String host,
        int port,
        Path uploadDir,
        long maxUploadBytes,
        Duration uploadExpiry,
        int maxOpenJobs,
        long minFreeBytes,
        boolean webhooks) {

    private static final Duration USUAL_EXPIRY = Duration.ofHours(24);
    private static final Duration SHORTEST_EXPIRY = Duration.ofMinutes(1);
    private static final Duration LONGEST_EXPIRY = Duration.ofDays(30);

    /** With the usual time for uploads that come in parts, and without webhooks. */
    ApiConfig(String host, int port, Path uploadDir, long maxUploadBytes, int maxOpenJobs, long minFreeBytes) {
        this(host, port, uploadDir, maxUploadBytes, USUAL_EXPIRY, maxOpenJobs, minFreeBytes, false);
    }

    /** @throws io.scribestream.runtime.ConfigException naming the setting that is wrong */
    public static ApiConfig from(Env env) {
        if (env.isSet(Setting.SCRIBE_UPLOAD_S3)
                && env.bytes(Setting.SCRIBE_MAX_UPLOAD_BYTES) > UploadObjects.MOST_BYTES) {
            throw new ConfigException(Setting.SCRIBE_MAX_UPLOAD_BYTES + " is '"
                    + env.text(Setting.SCRIBE_MAX_UPLOAD_BYTES) + "', but with " + Setting.SCRIBE_UPLOAD_S3
                    + " at most 5GB: an object store takes no more in one request");
        }
        return new ApiConfig(
                env.text(Setting.SCRIBE_HTTP_HOST),
                env.integer(Setting.SCRIBE_HTTP_PORT, 0, 65_535),
                env.path(Setting.SCRIBE_UPLOAD_DIR),
                env.bytes(Setting.SCRIBE_MAX_UPLOAD_BYTES),
                env.duration(Setting.SCRIBE_UPLOAD_EXPIRY, SHORTEST_EXPIRY, LONGEST_EXPIRY),
                env.integer(Setting.SCRIBE_MAX_OPEN_JOBS, 1, Integer.MAX_VALUE),
                env.bytes(Setting.SCRIBE_MIN_FREE_BYTES),
                env.isSet(Setting.SCRIBE_WEBHOOK_SECRETS));
    }
}

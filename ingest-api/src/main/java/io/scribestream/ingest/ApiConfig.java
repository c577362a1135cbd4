package io.scribestream.ingest;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.nio.file.Path;

/**
 * @param port 0 for any free one
 * @param uploadDir folder that the chunker reads too
 * @param maxUploadBytes the largest file that is taken
 * @param maxOpenJobs jobs without an outcome beyond which none is taken
 * @param minFreeBytes space on the disk of uploads below which none is taken
 */
public record ApiConfig(
        String host, int port, Path uploadDir, long maxUploadBytes, int maxOpenJobs, long minFreeBytes) {

    /** @throws io.scribestream.runtime.ConfigException naming the setting that is wrong */
    public static ApiConfig from(Env env) {
        return new ApiConfig(
                env.text(Setting.SCRIBE_HTTP_HOST),
                env.integer(Setting.SCRIBE_HTTP_PORT, 0, 65_535),
                env.path(Setting.SCRIBE_UPLOAD_DIR),
                env.bytes(Setting.SCRIBE_MAX_UPLOAD_BYTES),
                env.integer(Setting.SCRIBE_MAX_OPEN_JOBS, 1, Integer.MAX_VALUE),
                env.bytes(Setting.SCRIBE_MIN_FREE_BYTES));
    }
}

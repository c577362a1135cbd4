package io.scribestream.ingest;

import io.scribestream.ingest.uploads.Uploads;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.testkit.FakeObjectStore;
import java.nio.file.Path;
import java.util.Map;

/** Uploads as they are with a store that is behind a breaker. */
final class StoredUploads {

    static final int FAILURES = 6;
    static final int RETRIES = 1;

    static Uploads in(FakeObjectStore store, Path folder) {
        Env env = Env.of(Map.of(
                "SCRIBE_UPLOAD_S3", "s3://talks/uploads",
                "SCRIBE_S3_ENDPOINT", store.endpoint().toString(),
                "SCRIBE_S3_PATH_STYLE", "true",
                "SCRIBE_S3_ACCESS_KEY", "key",
                "SCRIBE_S3_SECRET_KEY", "secret",
                "SCRIBE_BREAKER_FAILURES", Integer.toString(FAILURES),
                "SCRIBE_RETRIES", Integer.toString(RETRIES),
                "SCRIBE_RETRY_FIRST", "1ms"));
        return Uploads.from(env, folder, new Guards(GuardConfig.from(env)));
    }

    private StoredUploads() {}
}

package io.scribestream.ingest.watch;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of a request: what its sender calls it, where that can stand in a log line, else one of ours. */
final class RequestId {

    static final String HEADER = "X-Request-Id";

    /** As log lines call it. */
    static final String LOGGED = "requestId";

    private static final Pattern GOOD = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    static String of(@Nullable String sent) {
        return sent != null && GOOD.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
    }

    private RequestId() {}
}

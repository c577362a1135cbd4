package io.scribestream.ingest.limits;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Requests that are counted together, by what they cost. */
public enum EndpointClass {
    /** New work. */
    TRANSCRIBE,
    /** Questions about jobs, and orders to them. */
    STATUS,
    /** Transcripts. */
    RESULT;

    private static final String JOBS = "/api/v1/transcriptions";
    private static final String UPLOADS = "/api/v1/uploads";

    /** An upload was counted when it began, with all its parts. */
    private static final Set<String> PARTS = Set.of("PATCH", "OPTIONS");

    private static final String MODELS = "/v1/models";

    /** As clients see it: {@code transcribe}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a request counts as; empty for what is not limited: health, the limits themselves, administration. */
    public static Optional<EndpointClass> of(String method, String path) {
        if (path.equals(MODELS) || path.startsWith(MODELS + "/")) {
            return Optional.of(STATUS);
        }
        if (path.startsWith("/v1/audio/")) {
            return Optional.of(TRANSCRIBE);
        }
        if (path.equals(UPLOADS)) {
            return method.equals("POST") ? Optional.of(TRANSCRIBE) : Optional.empty();
        }
        if (path.startsWith(UPLOADS + "/")) {
            return PARTS.contains(method) ? Optional.empty() : Optional.of(STATUS);
        }
        if (!path.equals(JOBS) && !path.startsWith(JOBS + "/")) {
            return Optional.empty();
        }
        if (method.equals("POST")) {
            return Optional.of(TRANSCRIBE);
        }
        boolean result = path.endsWith("/result") && (method.equals("GET") || method.equals("HEAD"));
        return Optional.of(result ? RESULT : STATUS);
    }
}

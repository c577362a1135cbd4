package io.scribestream.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * An error as the client reads it ({@code application/problem+json}, RFC 9457).
 *
 * @param code stable, for programs
 * @param detail one sentence for people
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(String title, int status, String code, String detail, Map<String, Object> more) {

    static final String MEDIA_TYPE = "application/problem+json";

    /** Thrown where a request cannot be served; becomes the answer. */
    static class ProblemException extends RuntimeException {

        private final Problem problem;

        ProblemException(int status, String code, String detail) {
            this(status, code, detail, Map.of());
        }

        ProblemException(int status, String code, String detail, Map<String, Object> more) {
            super(detail);
            this.problem = new Problem(titleOf(status), status, code, detail, more);
        }

        Problem problem() {
            return problem;
        }
    }

    static Problem of(int status, String code, String detail) {
        return new Problem(titleOf(status), status, code, detail, Map.of());
    }

    private static String titleOf(int status) {
        return switch (status) {
            case 400 -> "The request is wrong";
            case 401 -> "No valid key";
            case 403 -> "Not from there";
            case 404 -> "Not found";
            case 405 -> "Not a method of this";
            case 408 -> "Too slow";
            case 409 -> "Not now";
            case 412 -> "Another version";
            case 413 -> "Too large";
            case 406 -> "Not in that form";
            case 415 -> "Not a kind that is taken";
            case 416 -> "Not that part";
            case 422 -> "Not the same request";
            case 423 -> "Busy";
            case 429 -> "Too much";
            case 503 -> "Not available";
            default -> "Something went wrong";
        };
    }
}

package io.scribestream.ingest.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** An error as OpenAI's clients read it: {@code {"error": {"message", "type", "param", "code"}}}. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ErrorBody(Inner error) {

    /**
     * @param type a rough kind, which clients show
     * @param param the parameter that is to blame
     * @param code stable, for programs
     */
    public record Inner(String message, String type, @Nullable String param, String code) {}

    /** @param status HTTP's, which says the kind */
    public static ErrorBody of(int status, String code, String message, @Nullable String param) {
        return new ErrorBody(new Inner(message, type(status), param, code));
    }

    private static String type(int status) {
        if (status == 401) {
            return "authentication_error";
        }
        if (status == 403) {
            return "permission_error";
        }
        if (status == 429) {
            return "rate_limit_error";
        }
        return status >= 500 ? "server_error" : "invalid_request_error";
    }
}

package io.scribestream.ingest;

import io.javalin.http.Context;
import io.scribestream.ingest.openai.ErrorBody;
import org.jspecify.annotations.Nullable;

/** Problems as OpenAI's clients read them. */
final class OpenAiErrors {

    /** Of {@link Problem#more}: the parameter that is to blame. */
    static final String PARAMETER = "param";

    static void answer(Context ctx, Problem problem) {
        ctx.status(problem.status()).json(body(problem));
    }

    static ErrorBody body(Problem problem) {
        @Nullable Object parameter = problem.more().get(PARAMETER);
        return ErrorBody.of(
                problem.status(),
                // the one code that clients look at
                problem.code().equals("no_valid_key") ? "invalid_api_key" : problem.code(),
                problem.detail(),
                parameter == null ? null : parameter.toString());
    }

    private OpenAiErrors() {}
}

package io.scribestream.ingest;

import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The query parameters of a request, each of them known and there once. */
record Query(Map<String, String> values) {

    /** @throws ProblemException with 400 if there are others, or one twice */
    static Query of(Context ctx, List<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        ctx.queryParamMap().forEach((name, all) -> {
            Spelling.requireParameter(name, known);
            if (all.size() != 1) {
                throw new ProblemException(400, "wrong_value", "the query parameter '" + name + "' is given twice");
            }
            values.put(name, all.get(0));
        });
        return new Query(values);
    }

    /** Empty where it is not given. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** @throws ProblemException with 400 if it is neither true nor false; false where it is not given */
    boolean flag(String name) {
        String value = values.getOrDefault(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new ProblemException(
                    400, "wrong_value", "the query parameter '" + name + "' is true or false, not '" + value + "'");
        }
        return Boolean.parseBoolean(value);
    }
}

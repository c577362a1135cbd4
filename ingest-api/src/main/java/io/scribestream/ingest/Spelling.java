package io.scribestream.ingest;

import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.schemas.Nearest;
import java.util.List;

/** Holds names that a client wrote to those that are known: any other is most likely one of them, misspelt. */
final class Spelling {

    /**
     * @param prefix of the object that the name is in, with its dot; empty for none
     * @throws ProblemException with 400 and the nearest name
     */
    static void requireField(String written, List<String> known, String prefix) {
        require("unknown_field", "field", written, known, prefix);
    }

    /** @throws ProblemException with 400 and the nearest name */
    static void requireParameter(String written, List<String> known) {
        require("unknown_parameter", "query parameter", written, known, "");
    }

    private static void require(String code, String what, String written, List<String> known, String prefix) {
        if (known.contains(written)) {
            return;
        }
        String others = known.isEmpty() ? "; there is none here" : "; known are " + String.join(", ", known);
        throw new ProblemException(
                400,
                code,
                "the " + what + " '" + prefix + written + "' is not known"
                        + Nearest.of(written, known)
                                .map(near -> "; did you mean '" + prefix + near + "'?")
                                .orElse(others));
    }

    private Spelling() {}
}

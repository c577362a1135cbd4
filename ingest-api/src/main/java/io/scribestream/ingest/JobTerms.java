package io.scribestream.ingest;

import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.schemas.Languages;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Priority;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Map;

/**
 * When a job is wanted and who is told of its end, beside its options. All come as texts, from a form or from JSON.
 *
 * @param deadlineSeconds from submission; 0 for none
 * @param callback address that gets a webhook; empty for none
 */
record JobTerms(Priority priority, int deadlineSeconds, String callback) {

    /** A year: longer than anything is kept. */
    private static final int LONGEST_DEADLINE = 365 * 24 * 3600;

    /** Empty texts for what was not said. */
    static JobTerms of(String priority, String deadlineSeconds) {
        return new JobTerms(priority(priority), deadline(deadlineSeconds), "");
    }

    /**
     * @param address empty for none
     * @throws ProblemException if it is none of the web's
     */
    JobTerms telling(String address) {
        if (!address.isEmpty() && !isWeb(address)) {
            throw new ProblemException(
                    400,
                    "wrong_value",
                    "the callback is an http or https address without a user, as in https://host/hooks, not '" + address
                            + "'");
        }
        return new JobTerms(priority, deadlineSeconds, address);
    }

    private static boolean isWeb(String address) {
        try {
            URI uri = new URI(address);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** @throws ProblemException if a value is none */
    static JobOptions options(Map<String, String> fields) {
        String language = fields.getOrDefault("language", Languages.AUTO);
        if (!Languages.isChoice(language)) {
            throw new ProblemException(400, "unknown_language", Languages.unknown(language));
        }
        String translate = fields.getOrDefault("translate", "false");
        if (!translate.equals("true") && !translate.equals("false")) {
            throw new ProblemException(
                    400, "wrong_value", "the field 'translate' is true or false, not '" + translate + "'");
        }
        return new JobOptions(language, fields.getOrDefault("prompt", ""), Boolean.parseBoolean(translate));
    }

    private static Priority priority(String text) {
        if (text.isEmpty()) {
            return Priority.NORMAL;
        }
        return Arrays.stream(Priority.values())
                .filter(priority -> priority.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        400, "wrong_value", "the field 'priority' is low, normal or high, not '" + text + "'"));
    }

    private static int deadline(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= 1 && seconds <= LONGEST_DEADLINE) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            throw wrongDeadline(text);
        }
        throw wrongDeadline(text);
    }

    private static ProblemException wrongDeadline(String text) {
        return new ProblemException(
                400,
                "wrong_value",
                "the field 'deadline_seconds' is a whole number of seconds from 1 to " + LONGEST_DEADLINE + ", not '"
                        + text + "'");
    }
}

package io.scribestream.standalone.cli;

import io.scribestream.schemas.avro.JobOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * The id of a job is made of what it is about: the same bytes, options and model are the same job, so that a command
 * that is run again finds what an earlier run left.
 */
final class JobIds {

    private static final int DIGITS = 32;

    private JobIds() {}

    static String of(String contentSha256, JobOptions options, String modelSum) {
        // A line each: no two different lists of values can make the same text, since none but the last can hold a line
        // end.
        String content = String.join(
                "\n",
                contentSha256,
                modelSum,
                options.getLanguage(),
                Boolean.toString(options.getTranslate()),
                options.getPrompt());
        return sha256(content).substring(0, DIGITS);
    }

    /**
     * The id for another try: a job's id is used up once it has failed, or when its result is wanted anew.
     *
     * @param used the ids that have an outcome
     */
    static String next(String id, Set<String> used) {
        String next = id;
        for (int n = 2; used.contains(next); n++) {
            next = id + "." + n;
        }
        return next;
    }

    /** Whether an id is a base id or one of its later tries. */
    static boolean isTryOf(String id, String baseId) {
        return id.equals(baseId) || id.startsWith(baseId + ".");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }
}

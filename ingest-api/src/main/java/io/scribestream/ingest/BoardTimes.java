package io.scribestream.ingest;

import io.scribestream.ingest.state.BoardRow;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Keys of the board's index: the jobs of a client, and again those of everybody, each with the newest first. A key is the
 * list it is in, what is left of time after the job was accepted, and the job's id.
 */
final class BoardTimes {

    /** The list of everybody's jobs. */
    static final String EVERYBODY = "*";

    private static final char END = '\0';
    private static final char BEHIND = '\1';
    private static final Pattern PLACE = Pattern.compile("\\d{19}\0.{1,200}", Pattern.DOTALL);

    static String list(String client) {
        return "c:" + client;
    }

    /** The keys under which a job stands. */
    static List<String> keys(BoardRow row) {
        String place = time(row.getAcceptedAt()) + END + row.getJobId();
        return List.of(EVERYBODY + END + place, list(row.getClient()) + END + place);
    }

    /** @param until milliseconds since 1970; only jobs accepted before */
    static String first(String list, long until) {
        return list + END + time(until - 1);
    }

    /** @param since milliseconds since 1970; only jobs accepted then or later */
    static String last(String list, long since) {
        return list + END + time(since) + BEHIND;
    }

    /** Where a key stands in its list, for a client to come back to. */
    static String place(String list, String key) {
        return key.substring(list.length() + 1);
    }

    static boolean isPlace(String text) {
        return PLACE.matcher(text).matches();
    }

    /** What comes right behind a place. */
    static String behind(String list, String place) {
        return list + END + place + END;
    }

    private static String time(long at) {
        return String.format(Locale.ROOT, "%019d", Long.MAX_VALUE - Math.max(0, at));
    }

    private BoardTimes() {}
}

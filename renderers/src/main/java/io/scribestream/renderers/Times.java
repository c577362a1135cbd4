package io.scribestream.renderers;

import java.util.Locale;

/** Times as people and players read them. */
final class Times {

    /** Seconds as whole milliseconds. */
    static long millis(double seconds) {
        return Math.round(seconds * 1000);
    }

    /** {@code 01:02:03}, cut to the second. */
    static String clock(double seconds) {
        long whole = millis(seconds) / 1000;
        return String.format(Locale.ROOT, "%02d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** {@code 01:02:03.456}; the hours may have more than two digits. */
    static String clock(long millis, char point) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                point,
                millis % 1000);
    }

    private Times() {}
}

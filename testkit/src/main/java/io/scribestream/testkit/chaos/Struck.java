package io.scribestream.testkit.chaos;

/**
 * A strike that was carried out, or the end of a process that ended by itself.
 *
 * @param what the kind of the strike, or the exit code
 * @param atMillis when it happened
 * @param againMillis when the target was started again or went on
 */
public record Struck(String what, String target, long atMillis, long againMillis) {

    boolean isBy(Strike.Kind kind) {
        return what.equals(kind.name());
    }

    boolean overlaps(long fromMillis, long toMillis) {
        return atMillis <= toMillis && againMillis >= fromMillis;
    }
}

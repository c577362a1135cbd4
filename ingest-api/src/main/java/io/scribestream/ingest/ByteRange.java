package io.scribestream.ingest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One part of a body: the {@code Range} of RFC 9110.
 *
 * @param from first byte
 * @param to byte behind the last; the same as from where the part is outside of the body
 */
record ByteRange(long from, long to) {

    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /** Empty where it is none, or several: then the whole body is the answer, as the RFC has it. */
    static Optional<ByteRange> parse(String header, long length) {
        Matcher one = ONE.matcher(header);
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (one.group(1).isEmpty()) {
            long last = Long.parseLong(one.group(2));
            return Optional.of(new ByteRange(Math.max(0, length - last), length));
        }
        long from = Long.parseLong(one.group(1));
        long last = one.group(2).isEmpty() ? Long.MAX_VALUE - 1 : Long.parseLong(one.group(2));
        if (last < from) {
            return Optional.empty();
        }
        return Optional.of(
                from >= length ? new ByteRange(from, from) : new ByteRange(from, Math.min(length, last + 1)));
    }

    /** Whether there is nothing there. */
    boolean isOutside() {
        return from == to;
    }
}

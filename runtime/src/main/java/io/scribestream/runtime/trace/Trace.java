package io.scribestream.runtime.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Where a piece of work belongs, as the W3C's Trace Context writes it, in the headers of requests and records alike. It is
 * carried on whether spans are sent anywhere or not.
 *
 * @param parent {@code traceparent}; empty for none
 * @param state {@code tracestate}; empty for none
 */
public record Trace(String parent, String state) {

    public static final Trace NONE = new Trace("", "");

    public static final String PARENT = "traceparent";
    public static final String STATE = "tracestate";

    /** Of a later version, only what this one has is read. */
    private static final Pattern GOOD = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:(?<!^00.{53})-.*)?");

    private static final int ID_AT = 3;
    private static final int ID_LENGTH = 32;
    private static final int LONGEST = 512;

    /** What stands in two headers; none where they are missing or say nothing, as the specification wants it. */
    public static Trace of(@Nullable String parent, @Nullable String state) {
        if (parent == null || parent.length() > LONGEST || !GOOD.matcher(parent).matches()) {
            return NONE;
        }
        return new Trace(parent, state != null && state.length() <= LONGEST ? state : "");
    }

    public static Trace of(Headers headers) {
        return of(text(headers.lastHeader(PARENT)), text(headers.lastHeader(STATE)));
    }

    public boolean isNone() {
        return parent.isEmpty();
    }

    /** The 32 digits that all spans of the trace share; empty for none. */
    public String id() {
        return isNone() ? "" : parent.substring(ID_AT, ID_AT + ID_LENGTH);
    }

    /** Puts it in the place of what is there; none changes nothing. */
    public void putOn(Headers headers) {
        if (isNone()) {
            return;
        }
        headers.remove(PARENT);
        headers.remove(STATE);
        headers.add(PARENT, parent.getBytes(US_ASCII));
        if (!state.isEmpty()) {
            headers.add(STATE, state.getBytes(US_ASCII));
        }
    }

    private static @Nullable String text(@Nullable Header header) {
        return header == null || header.value() == null ? null : new String(header.value(), US_ASCII);
    }
}

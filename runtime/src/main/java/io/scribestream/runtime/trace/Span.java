package io.scribestream.runtime.trace;

import java.time.Instant;
import java.util.Map;

/**
 * A piece of work that is done.
 *
 * @param name what was done, the same for all of its kind
 * @param parent none for the first of a trace
 * @param attributes who and which; never text, sound or keys
 * @param failure why it failed; empty where it did not
 */
public record Span(
        String name,
        Kind kind,
        Trace parent,
        Instant began,
        Instant ended,
        Map<String, String> attributes,
        String failure) {

    /** As OpenTelemetry has them. */
    public enum Kind {
        INTERNAL,
        SERVER,
        CONSUMER
    }

    public Span {
        attributes = Map.copyOf(attributes);
    }

    public static Span of(String name, Trace parent, Instant began, Instant ended) {
        return new Span(name, Kind.INTERNAL, parent, began, ended, Map.of(), "");
    }

    public Span of(Kind other) {
        return new Span(name, other, parent, began, ended, attributes, failure);
    }

    public Span with(Map<String, String> others) {
        return new Span(name, kind, parent, began, ended, others, failure);
    }

    public Span failed(String why) {
        return new Span(name, kind, parent, began, ended, attributes, why);
    }
}

package io.scribestream.ingest.events;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a job's text a client has; as the id of an event it is what a client sends as {@code Last-Event-ID} to go
 * on, to any instance: {@code 1.532}, and {@code 1.532.end} once it knows the outcome.
 *
 * @param version of the transcript that the text is of; the text of a job that still runs is version 1
 * @param chars UTF-16 units from the start of the text
 */
public record TextPosition(int version, int chars, boolean ended) {

    public static final TextPosition START = new TextPosition(1, 0, false);

    private static final Pattern ID = Pattern.compile("([1-9]\\d{0,8})\\.(\\d{1,9})(\\.end)?");

    /** Empty for what is no id of ours. */
    public static Optional<TextPosition> parse(String id) {
        Matcher parts = ID.matcher(id);
        return parts.matches()
                ? Optional.of(new TextPosition(
                        Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), parts.group(3) != null))
                : Optional.empty();
    }

    /** The same place of the version, or its start where that is another: its text may differ anywhere. */
    public TextPosition in(int other) {
        return other == version ? this : new TextPosition(other, 0, false);
    }

    public TextPosition plus(int more) {
        return new TextPosition(version, chars + more, ended);
    }

    public TextPosition atTheEnd() {
        return new TextPosition(version, chars, true);
    }

    public String id() {
        return version + "." + chars + (ended ? ".end" : "");
    }
}

package io.scribestream.renderers;

import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Transcript;
import java.util.List;
import java.util.regex.Pattern;

/** The segments that count as text: not suppressed, not blank. */
final class Trusted {

    /** All that parts words or lines; a no-break space does not. */
    static final Pattern SPACES = Pattern.compile("\\p{javaWhitespace}+");

    static List<Segment> segments(Transcript transcript) {
        return transcript.getSegments().stream()
                .filter(segment -> segment.getSuppressed().isEmpty())
                .filter(segment -> !segment.getText().isBlank())
                .toList();
    }

    /** On one line, with single spaces. */
    static String line(String text) {
        return SPACES.matcher(text.strip()).replaceAll(" ");
    }

    private Trusted() {}
}

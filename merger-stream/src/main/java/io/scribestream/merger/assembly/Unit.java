package io.scribestream.merger.assembly;

import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What two chunks that heard the same are compared by: a word, or a whole segment where the engine gave no words.
 *
 * @param text as it is compared: without case and punctuation
 * @param start in seconds of the source
 * @param end in seconds of the source
 */
record Unit(String text, double start, double end) {

    double middle() {
        return (start + end) / 2;
    }

    /** Those of the trusted segments, in order. */
    static List<Unit> of(List<Segment> segments) {
        List<Unit> units = new ArrayList<>();
        for (Segment segment : segments) {
            if (!segment.getSuppressed().isEmpty()) {
                continue;
            }
            if (segment.getWords().isEmpty()) {
                units.add(new Unit(plain(segment.getText()), segment.getStart(), segment.getEnd()));
            }
            for (Word word : segment.getWords()) {
                units.add(new Unit(plain(word.getText()), word.getStart(), word.getEnd()));
            }
        }
        return units;
    }

    private static String plain(String text) {
        String letters = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}]", "");
        return letters.isEmpty() ? text : letters;
    }
}

package io.scribestream.transcriber.quality;

import io.scribestream.transcriber.engine.words.Unspaced;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A text in the units it is spoken in, without case and punctuation: words, or characters where words are not parted
 * by spaces. The text decides, not the job's language: a translation comes out in another one.
 *
 * @param characters whether the units are characters
 */
record Units(List<String> list, boolean characters) {

    private static final Pattern PUNCTUATION = Pattern.compile("[\\p{P}\\p{S}&&[^']]+");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    static Units of(String text) {
        String plain = PUNCTUATION
                .matcher(text.toLowerCase(Locale.ROOT).replace('’', '\''))
                .replaceAll(" ")
                .strip();
        if (plain.isEmpty()) {
            return new Units(List.of(), false);
        }
        return isWithoutSpaces(plain)
                ? new Units(
                        plain.codePoints()
                                .filter(c -> !Character.isWhitespace(c))
                                .mapToObj(Character::toString)
                                .toList(),
                        true)
                : new Units(List.of(SPACES.split(plain)), false);
    }

    int count() {
        return list.size();
    }

    private static boolean isWithoutSpaces(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long unspaced = text.codePoints()
                .filter(c -> Character.isLetter(c) && Unspaced.holds(c))
                .count();
        return unspaced * 2 > letters;
    }
}

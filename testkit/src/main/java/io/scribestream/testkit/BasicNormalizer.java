package io.scribestream.testkit;

import static java.util.stream.Collectors.joining;

import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * For any language: lower case, without what stands in brackets, without marks, symbols and punctuation. The rules are
 * those that OpenAI published Whisper's error rates with.
 */
public final class BasicNormalizer implements Normalizer {

    private static final Pattern BRACKETED = Pattern.compile("[<\\[][^>\\]]*[>\\]]|\\([^)]+\\)");
    private static final Pattern NO_LETTER = Pattern.compile("[\\p{M}\\p{S}\\p{P}]");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private final boolean characters;

    public BasicNormalizer() {
        this(false);
    }

    private BasicNormalizer(boolean characters) {
        this.characters = characters;
    }

    /** Every character is a word of its own: for languages that are written without spaces. */
    public static BasicNormalizer characters() {
        return new BasicNormalizer(true);
    }

    @Override
    public String normalize(String text) {
        String composed = java.text.Normalizer.normalize(withoutBrackets(text.toLowerCase(Locale.ROOT)), Form.NFKC);
        String words = squeeze(NO_LETTER.matcher(composed).replaceAll(" ")).toLowerCase(Locale.ROOT);
        return characters
                ? words.codePoints()
                        .filter(c -> c != ' ')
                        .mapToObj(Character::toString)
                        .collect(joining(" "))
                : words;
    }

    static String withoutBrackets(String text) {
        return BRACKETED.matcher(text).replaceAll("");
    }

    static String squeeze(String text) {
        return SPACES.matcher(text).replaceAll(" ").strip();
    }
}

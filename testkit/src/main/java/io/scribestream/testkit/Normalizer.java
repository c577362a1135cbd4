package io.scribestream.testkit;

import java.util.Arrays;
import java.util.List;

/** Makes two spellings of the same speech the same text, so that only what was heard differently counts. */
@FunctionalInterface
public interface Normalizer {

    /** @return words, parted by single spaces */
    String normalize(String text);

    /** The words of a text. Each line is by itself: numbers of two utterances are not one number. */
    default List<String> words(String text) {
        return text.lines()
                .flatMap(line -> Arrays.stream(normalize(line).split(" ")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The one that fits a language: English has its own, Chinese, Japanese and Thai count characters. */
    static Normalizer of(String language) {
        return switch (language) {
            case "en" -> new EnglishNormalizer();
            case "zh", "ja", "yue", "th", "lo", "my", "km" -> BasicNormalizer.characters();
            default -> new BasicNormalizer();
        };
    }
}

package io.scribestream.testkit;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** American spellings of the common words that British English spells otherwise. */
record AmericanSpelling(Map<String, String> byBritish) {

    /** Lines of a British and an American spelling, parted by a space. */
    static AmericanSpelling load() {
        try (InputStream list =
                Objects.requireNonNull(AmericanSpelling.class.getResourceAsStream("british-american.txt"))) {
            return new AmericanSpelling(new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" "))
                    .collect(toUnmodifiableMap(pair -> pair[0], pair -> pair[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String respell(String words) {
        return Arrays.stream(words.split(" "))
                .map(word -> byBritish.getOrDefault(word, word))
                .collect(joining(" "));
    }
}

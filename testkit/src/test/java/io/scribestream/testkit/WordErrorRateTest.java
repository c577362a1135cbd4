package io.scribestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WordErrorRateTest {

    @Test
    void countsEachKindOfError() {
        WordErrorRate errors = WordErrorRate.of("the quick brown fox jumps", "the quick red fox fox", "en");

        assertThat(errors.hits()).isEqualTo(3);
        assertThat(errors.substitutions()).isEqualTo(2);
        assertThat(errors.rate()).isEqualTo(0.4);
        assertThat(errors.differences()).isEqualTo("brown>red jumps>fox");
    }

    @Test
    void alignsWhatWasLeftOutAndWhatWasPutIn() {
        WordErrorRate errors = WordErrorRate.of("a b c d", "a c d e", "xx");

        assertThat(errors.differences()).isEqualTo("-b +e");
        assertThat(errors.pairs().get(2).hypothesis()).isEqualTo(1);
    }

    @Test
    void isAboveOneWhereMoreIsHeardThanSaid() {
        assertThat(WordErrorRate.of("yes", "oh no not again", "xx").rate()).isEqualTo(4);
        assertThat(WordErrorRate.of("", "", "xx").rate()).isZero();
        assertThat(WordErrorRate.of("", "hm", "xx").rate()).isEqualTo(1);
    }

    @Test
    void addsRecordingsByTheirWords() {
        WordErrorRate both = WordErrorRate.of("a b c", "a b c", "xx").plus(WordErrorRate.of("d", "e", "xx"));

        assertThat(both.rate()).isEqualTo(0.25);
    }

    @Test
    void doesNotJoinTheNumbersOfTwoLines() {
        assertThat(WordErrorRate.of("three to two\ntwentieth century", "3 to 2. 20th century", "en")
                        .rate())
                .isZero();
    }

    @Property
    void accountsForEveryWordOfBothTexts(
            @ForAll @Size(max = 12) List<Boolean> said, @ForAll @Size(max = 12) List<Boolean> heard) {
        WordErrorRate errors = WordErrorRate.of(words(said), words(heard));

        assertThat(errors.wordsSaid()).isEqualTo(said.size());
        assertThat(errors.hits() + errors.substitutions() + errors.insertions()).isEqualTo(heard.size());
    }

    private static List<String> words(List<Boolean> bits) {
        return bits.stream().map(bit -> bit ? "yes" : "no").toList();
    }
}

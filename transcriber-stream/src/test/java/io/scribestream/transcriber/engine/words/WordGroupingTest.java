package io.scribestream.transcriber.engine.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class WordGroupingTest {

    @Example
    void beginsAWordAtASpaceAndKeepsPunctuationWithIt() {
        assertThat(words(" And", " so", ",", " my", " fel", "low", " Amer", "icans", ".", "\""))
                .containsExactly(" And", " so,", " my", " fellow", " Americans.\"");
    }

    @Example
    void keepsApostrophesHyphensAndNumbersTogether() {
        assertThat(words(" don", "'t", " well", "-", "known", " 3", ".", "14", " $", "5"))
                .containsExactly(" don't", " well-known", " 3.14", " $5");
    }

    @Example
    void givesPunctuationThatStandsAloneToTheWordItBelongsTo() {
        assertThat(words(" yes", " -", " no", " (", " maybe", " )", " ¿", " qué", "?"))
                .containsExactly(" yes -", " no", " ( maybe )", " ¿ qué?");
    }

    @Example
    void takesEachPieceOfAScriptWithoutSpacesForAWord() {
        assertThat(words("今日", "は", "天気", "が", "いい", "。", "「", "はい", "」", "OK", "です", "。"))
                .containsExactly("今日", "は", "天気", "が", "いい。", "「はい」", "OK", "です。");
    }

    @Example
    void keepsMarksOnTheirCharacter() {
        assertThat(words("ก", "\u0e31", "\u0e48", "ข", " 👍", "🏽", " e", "\u0301t", "\u00e9"))
                .containsExactly("ก\u0e31\u0e48", "ข", " 👍🏽", " e\u0301t\u00e9");
    }

    @Example
    void spansItsPiecesInTimeAndAveragesTheirProbability() {
        List<Piece> words = WordGrouping.words(List.of(
                new Piece(" coun", 1.0, 1.4, 0.9f), new Piece("try", 1.4, 1.7, 0.7f), new Piece(".", 1.7, 1.9, 0.2f)));

        assertThat(words).singleElement().satisfies(word -> {
            assertThat(word.start()).isEqualTo(1.0);
            assertThat(word.end()).isEqualTo(1.9);
            assertThat(word.probability()).isCloseTo(0.6f, within(1e-6f));
        });
    }

    @Property
    void losesAndMovesNoText(@ForAll @Size(max = 30) List<@NotEmpty String> pieces) {
        assertThat(String.join("", words(pieces.toArray(String[]::new)))).isEqualTo(String.join("", pieces));
    }

    private static List<String> words(String... texts) {
        List<Piece> pieces = new ArrayList<>();
        for (String text : texts) {
            pieces.add(new Piece(text, pieces.size(), pieces.size() + 1.0, 1f));
        }
        return WordGrouping.words(pieces).stream().map(Piece::text).collect(Collectors.toList());
    }
}

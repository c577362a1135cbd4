package io.scribestream.merger.assembly;

import static io.scribestream.merger.Said.segment;
import static io.scribestream.merger.Said.suppressed;
import static io.scribestream.merger.Said.word;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Word;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OverlapTest {

    /** Both chunks heard 10 s to 12 s. */
    private static Overlap join(List<Segment> left, List<Segment> right) {
        return Overlap.of(left, right, 10, 12);
    }

    @Test
    void saysAWordThatBothHeardOnce() {
        Overlap both = join(
                List.of(segment(List.of(word("ask", 9, 9.4), word("not", 10.2, 10.6), word("what", 11, 11.4)))),
                List.of(segment(List.of(word("Not", 10.3, 10.7), word("what,", 11.1, 11.5), word("your", 12, 12.4)))));

        assertThat(text(both)).isEqualTo("ask not what your");
    }

    @Test
    void switchesAtTheWidestPause() {
        Overlap both = join(
                List.of(segment(List.of(word("one", 10, 10.3), word("two", 10.4, 10.7), word("three", 11.5, 11.8)))),
                List.of(segment(List.of(word("one", 10, 10.3), word("two", 10.4, 10.7), word("three", 11.5, 11.8)))));

        assertThat(both.left()).extracting(Segment::getText).containsExactly("one two");
        assertThat(both.right()).extracting(Segment::getText).containsExactly("three");
    }

    @Test
    void takesTheFirstOfEquallyWidePauses() {
        List<Word> words = List.of(word("a", 10, 10.5), word("b", 10.75, 11.25), word("c", 11.5, 12));

        Overlap both = join(List.of(segment(words)), List.of(segment(words)));

        assertThat(both.left()).extracting(Segment::getText).containsExactly("a");
        assertThat(both.right()).extracting(Segment::getText).containsExactly("b c");
    }

    @Test
    void leavesOutWhatTheLeftChunkUnderstoodOfAWordCutInHalf() {
        Overlap both = join(
                List.of(segment(List.of(word("very", 10.5, 10.9), word("imp", 11.6, 12)))),
                List.of(segment(
                        List.of(word("ry", 10, 10.1), word("very", 10.5, 10.9), word("important", 11.6, 12.3)))));

        assertThat(text(both)).isEqualTo("very important");
    }

    @Test
    void givesAWordToTheSideOfThePauseThatHoldsItsMiddleWhereNothingAgrees() {
        Overlap both = join(
                List.of(segment(List.of(word("colour", 10.2, 10.6), word("bar", 11.3, 11.7)))),
                List.of(segment(List.of(word("color", 10.25, 10.65), word("barr", 11.35, 11.75)))));

        assertThat(text(both)).isEqualTo("colour barr");
    }

    @Test
    void keepsEverythingWhereTheChunksHeardDifferentWordsAtDifferentTimes() {
        Overlap both = join(
                List.of(segment(List.of(word("end.", 9.8, 10.1)))), List.of(segment(List.of(word("So", 11.8, 12.2)))));

        assertThat(text(both)).isEqualTo("end. So");
    }

    @Test
    void keepsTheSpellingOfALanguageWithoutSpaces() {
        Segment left = segment(List.of(word("今天", 9, 9.5), word("天气", 10.2, 10.7), word("很好", 11, 11.4)));
        left.setText("今天天气很好");
        Segment right = segment(List.of(word("天气", 10.2, 10.7), word("很好", 11, 11.4), word("。", 11.4, 11.5)));
        right.setText("天气很好。");

        Overlap both = join(List.of(left), List.of(right));

        assertThat(both.left()).extracting(Segment::getText).containsExactly("今天天气");
        assertThat(both.right()).extracting(Segment::getText).containsExactly("很好。");
    }

    @Test
    void takesAWholeSegmentForAWordWhereTheEngineGaveNoWords() {
        Segment left = segment(10.2, 11.4, "same words");
        left.setWords(List.of());
        Segment right = segment(10.3, 11.5, "Same words.");
        right.setWords(List.of());

        assertThat(text(join(List.of(left), List.of(right)))).isEqualTo("same words");
    }

    @Test
    void dropsTextThatIsNotTrustedWhereTheOtherChunkHasTrustedWords() {
        Overlap both = join(
                List.of(segment(8, 9.5, "before it"), suppressed(10.1, 11.9, "la la la la")),
                List.of(segment(10, 13, "the real words")));

        assertThat(both.left()).extracting(Segment::getText).containsExactly("before it");
        assertThat(both.right()).extracting(Segment::getText).containsExactly("the real words");
    }

    @Test
    void keepsTextThatIsNotTrustedWhereNothingElseWasHeard() {
        Overlap both = join(List.of(suppressed(10.1, 11.9, "la la la la")), List.of());

        assertThat(both.left()).hasSize(1);
    }

    @Test
    void leavesChunksAloneThatDoNotOverlap() {
        List<Segment> left = List.of(segment(9, 10, "same"));
        List<Segment> right = List.of(segment(10, 11, "same"));

        assertThat(Overlap.of(left, right, 10, 10)).isEqualTo(new Overlap(left, right));
    }

    private static String text(Overlap both) {
        return Stream.concat(both.left().stream(), both.right().stream())
                .map(Segment::getText)
                .collect(Collectors.joining(" "));
    }
}

package io.scribestream.renderers;

import static io.scribestream.renderers.Transcripts.spoken;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.Segment;
import java.util.List;
import org.junit.jupiter.api.Test;

class CueBuilderTest {

    @Test
    void keepsAShortSentenceOnOneLine() {
        assertThat(cues(spoken(1, 3, "Ask not what your country can do.")))
                .containsExactly(new Cue(1000, 3000, List.of("Ask not what your country can do.")));
    }

    @Test
    void balancesTheTwoLinesOfALongSentence() {
        assertThat(cues(spoken(0, 5, "The quick brown fox jumps over the lazy dog near the river bank.")))
                .extracting(Cue::lines)
                .containsExactly(List.of("The quick brown fox jumps over", "the lazy dog near the river bank."));
    }

    @Test
    void cutsAtTheCommaRatherThanWhereTheLineIsFull() {
        String text = "When the rain had stopped at last and the sun came through,"
                + " we went down to the river to see how high the water was.";

        assertThat(cues(spoken(0, 9, text)))
                .extracting(cue -> String.join(" ", cue.lines()))
                .containsExactly(
                        "When the rain had stopped at last and the sun came through,",
                        "we went down to the river to see how high the water was.");
    }

    @Test
    void endsACueAtALongPauseInsideASegment() {
        Segment segment = spoken(0, 2, "one two");
        segment.getWords().get(1).setStart(5.0);
        segment.getWords().get(1).setEnd(5.5);

        assertThat(cues(segment))
                .containsExactly(new Cue(0, 1000, List.of("one")), new Cue(5000, 6000, List.of("two")));
    }

    @Test
    void showsAShortCueForASecondButNotIntoTheNext() {
        assertThat(cues(spoken(0, 0.2, "No."), spoken(2.5, 2.7, "Oh."), spoken(9.8, 9.9, "End.")))
                .containsExactly(
                        new Cue(0, 1000, List.of("No.")),
                        new Cue(2500, 3500, List.of("Oh.")),
                        new Cue(9800, 10_000, List.of("End.")));
    }

    @Test
    void countsAnIdeographAsTwoColumns() {
        String text = "\u4eca".repeat(50);

        List<Cue> cues = cues(spoken(0, 6, text));

        assertThat(cues).allSatisfy(cue -> assertThat(cue.lines())
                .hasSizeLessThanOrEqualTo(2)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(21)));
        assertThat(cues.stream().flatMap(cue -> cue.lines().stream()).reduce("", String::concat))
                .isEqualTo(text);
    }

    @Test
    void neverBeginsALineWithAFullStopInJapanese() {
        String text = "\u4eca\u65e5\u306f\u3044\u3044\u5929\u6c17\u3067\u3059\u306d\u3002".repeat(6);

        assertThat(cues(spoken(0, 20, text))).flatExtracting(Cue::lines).noneSatisfy(line -> assertThat(line)
                .startsWith("\u3002"));
    }

    @Test
    void choosesTheTextWhereTheWordsSaySomethingElse() {
        Segment segment = spoken(0, 2, "right words");
        segment.getWords().get(0).setText("wrong");

        assertThat(cues(segment)).containsExactly(new Cue(0, 2000, List.of("right words")));
    }

    @Test
    void breaksAWordThatIsWiderThanALineButNoCharacterOfIt() {
        String flags = "\uD83C\uDDE9\uD83C\uDDEA".repeat(60);

        List<Cue> cues = cues(spoken(0, 6, flags));

        assertThat(cues).flatExtracting(Cue::lines).allSatisfy(line -> assertThat(Columns.of(line))
                .isLessThanOrEqualTo(42));
        assertThat(cues).flatExtracting(Cue::lines).allSatisfy(line -> assertThat(line)
                .startsWith("\uD83C\uDDE9"));
    }

    private static List<Cue> cues(Segment... segments) {
        return CueBuilder.cues(List.of(segments), 10_000);
    }
}

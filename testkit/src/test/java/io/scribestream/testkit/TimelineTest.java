package io.scribestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.testkit.Timeline.Start;
import io.scribestream.testkit.Timeline.Stretch;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private final Timeline timeline = new Timeline(List.of(
            new Stretch(0, 2, "silence", ""),
            new Stretch(2, 4, "speech", "Ten of clubs"),
            new Stretch(4, 9, "noise", ""),
            new Stretch(9, 11, "speech", "five of hearts")));

    @Test
    void findsWordsWhereNobodySpeaks() {
        List<TimedWord> heard =
                List.of(new TimedWord("Ten", 1.6, 2.2), new TimedWord("Thanks", 6, 7), new TimedWord("five", 9, 9.5));

        assertThat(timeline.writtenIntoSilence(heard)).containsExactly(heard.get(1));
    }

    @Test
    void findsTheStartOfEachUtteranceByItsWords() {
        List<TimedWord> heard = List.of(
                new TimedWord("Ten", 2.1, 2.3),
                new TimedWord("of", 2.3, 2.5),
                new TimedWord("clubs.", 2.5, 3),
                new TimedWord("hearts", 10.5, 11));

        assertThat(timeline.starts(heard))
                .extracting(Start::error)
                .satisfiesExactly(first -> assertThat(first).isBetween(0.09, 0.11), second -> assertThat(second)
                        .isEqualTo(1.5));
    }

    @Test
    void measuresHowFarTheOuterWordsOfAnUtteranceLieFromItsEdges() {
        List<TimedWord> heard = List.of(
                new TimedWord("Ten", 2.1, 2.3), new TimedWord("clubs.", 2.5, 3.7), new TimedWord("hearts", 10.5, 11.4));

        assertThat(timeline.edges(heard))
                .satisfiesExactly(
                        first -> {
                            assertThat(first.start()).isCloseTo(0.1, within(1e-9));
                            assertThat(first.end()).isCloseTo(0.3, within(1e-9));
                        },
                        second -> {
                            assertThat(second.start()).isInfinite();
                            assertThat(second.end()).isCloseTo(0.4, within(1e-9));
                        });
    }

    @Test
    void cutsAnUtteranceToItsVoice() {
        float[] samples = new float[11 * 1000];
        for (int i = 2_000; i < 4_000; i++) {
            boolean spoken = i >= 2_500 && i < 3_400;
            samples[i] = (spoken ? 0.3f : 0.003f) * (i % 2 == 0 ? 1 : -1);
        }
        samples[2_200] = 0.5f; // a click

        List<Stretch> voiced = timeline.voiced(samples, 1000).stretches();

        assertThat(voiced.get(1).start()).isCloseTo(2.5, within(0.021));
        assertThat(voiced.get(1).end()).isCloseTo(3.4, within(0.021));
        assertThat(voiced.get(1).text()).isEqualTo("Ten of clubs");
        assertThat(voiced.get(2)).as("no speech").isEqualTo(timeline.stretches().get(2));
    }

    @Test
    void readsTheTenMinutes() {
        Timeline tenMinutes = Timeline.read(Corpus.require("long/human-en-10min.timeline.json"));

        assertThat(tenMinutes.speech()).hasSize(48);
        assertThat(tenMinutes.stretches().get(tenMinutes.stretches().size() - 1).end())
                .isBetween(599.0, 601.0);
        assertThat(WordErrorRate.of(Corpus.text("long/human-en-10min.txt"), tenMinutes.text(), "en")
                        .rate())
                .isZero();
    }
}

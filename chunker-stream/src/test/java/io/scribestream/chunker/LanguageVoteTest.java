package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.chunker.LanguageVote.Ballot;
import io.scribestream.chunker.LanguageVote.Winner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LanguageVoteTest {

    @Test
    void weighsProbabilityTimesSecondsOfSpeech() {
        assertThat(LanguageVote.winner(List.of(new Ballot("en", 0.9, 2), new Ballot("de", 0.5, 20))))
                .hasValueSatisfying(winner -> {
                    assertThat(winner.language()).isEqualTo("de");
                    assertThat(winner.probability()).isEqualTo(10.0 / 22);
                });
    }

    @Test
    void countsNobodyWhoCouldNotHear() {
        assertThat(LanguageVote.winner(List.of(new Ballot("", 0, 20), new Ballot("en", 0, 5))))
                .isEmpty();
    }

    @Property
    void doesNotDependOnTheOrderAndIsAShare(@ForAll("ballots") List<Ballot> ballots) {
        List<Ballot> reversed = new ArrayList<>(ballots);
        Collections.reverse(reversed);
        assertThat(LanguageVote.winner(reversed).map(Winner::language))
                .isEqualTo(LanguageVote.winner(ballots).map(Winner::language));
        LanguageVote.winner(ballots)
                .ifPresent(winner -> assertThat(winner.probability()).isBetween(0.0, 1.0));
    }

    @Provide
    Arbitrary<List<Ballot>> ballots() {
        // Quarters add up exactly, whatever the order.
        return Combinators.combine(
                        Arbitraries.of("en", "de", "fr", ""),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 30))
                .as((language, quarters, seconds) -> new Ballot(language, quarters / 4.0, seconds))
                .list()
                .ofMaxSize(6);
    }
}

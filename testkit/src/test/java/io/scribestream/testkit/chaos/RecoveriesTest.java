package io.scribestream.testkit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.chaos.Member.Part;
import io.scribestream.testkit.chaos.Recoveries.Recovery;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveriesTest {

    @TempDir
    private Path folder;

    private final Crew crew = new Crew();

    @BeforeEach
    void gather() {
        for (Part part : Part.values()) {
            Program program = new Program(part.name(), "none", List.of(), List.of(), Map.of());
            crew.add(new Member(new ProcessUnderTest(program, folder), part, 1));
        }
    }

    @Test
    void endWithTheFirstThingThatShowsThatTheKilledOneWorks() {
        List<Struck> struck = List.of(new Struck("KILL", "TRANSCRIBER", 1_000, 2_000));
        List<Sighting> seen = List.of(
                result("inventing another", 3_000, 2_500), // not his
                result("inventing TRANSCRIBER", 1_500, 900), // not after
                result("inventing TRANSCRIBER", 6_000, 900),
                result("inventing TRANSCRIBER", 7_000, 900));

        assertThat(Recoveries.of(struck, seen, crew)).containsExactly(new Recovery(Part.TRANSCRIBER, 5, 4, true));
    }

    @Test
    void ofTheChunkerNeedAChunkThatWasSentSince() {
        List<Struck> struck = List.of(new Struck("KILL", "CHUNKER", 1_000, 2_000));
        List<Sighting> seen = List.of(result("any", 3_000, 1_900), result("any", 4_000, 2_900));

        assertThat(Recoveries.of(struck, seen, crew)).containsExactly(new Recovery(Part.CHUNKER, 3, 2, true));
    }

    @Test
    void knowWhetherOthersWereStruckMeanwhile() {
        List<Struck> struck =
                List.of(new Struck("KILL", "BROKER", 1_000, 2_000), new Struck("PAUSE", "MERGER", 3_000, 3_500));

        assertThat(Recoveries.of(struck, List.of(result("any", 4_000, 0)), crew))
                .containsExactly(new Recovery(Part.BROKER, 3, 2, false));
    }

    @Test
    void areNoneOfOneThatWasStruckAgainBeforeItWorked() {
        List<Struck> struck =
                List.of(new Struck("KILL", "BROKER", 1_000, 2_000), new Struck("KILL", "BROKER", 3_000, 3_500));

        assertThat(Recoveries.of(struck, List.of(result("any", 5_000, 0)), crew))
                .extracting(Recovery::fromKill)
                .containsExactly(2.0);
    }

    private static Sighting result(String by, long at, long sentAt) {
        return new Sighting(Sighting.Kind.RESULT, "job", 0, by, "x0", at, sentAt);
    }
}

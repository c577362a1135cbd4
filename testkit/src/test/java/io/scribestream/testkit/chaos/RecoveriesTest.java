package io.scribestream.testkit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.chaos.EngineJournal.Call;
import io.scribestream.testkit.chaos.Member.Part;
import io.scribestream.testkit.chaos.Recoveries.Recovery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
        List<Call> calls = List.of(
                call("another", 3_000), // not his
                call("TRANSCRIBER", 1_500), // not after
                call("TRANSCRIBER", 6_000),
                call("TRANSCRIBER", 7_000));

        assertThat(Recoveries.of(struck, List.of(), calls, crew))
                .containsExactly(
                        new Recovery(Part.TRANSCRIBER, "TRANSCRIBER", Instant.ofEpochMilli(2_000), 5, 4, true));
    }

    @Test
    void ofTheChunkerNeedAChunkThatWasSentSince() {
        List<Struck> struck = List.of(new Struck("KILL", "CHUNKER", 1_000, 2_000));
        List<Sighting> seen = List.of(result("any", 3_000, 1_900), result("any", 4_000, 2_900));

        assertThat(Recoveries.of(struck, seen, List.of(), crew))
                .containsExactly(new Recovery(Part.CHUNKER, "CHUNKER", Instant.ofEpochMilli(2_000), 1.9, 0.9, true));
    }

    @Test
    void knowWhetherOthersWereStruckMeanwhile() {
        List<Struck> struck =
                List.of(new Struck("KILL", "BROKER", 1_000, 2_000), new Struck("PAUSE", "MERGER", 3_000, 3_500));

        assertThat(Recoveries.of(struck, List.of(result("any", 4_000, 0)), List.of(), crew))
                .containsExactly(new Recovery(Part.BROKER, "BROKER", Instant.ofEpochMilli(2_000), 3, 2, false));
    }

    @Test
    void areNoneOfOneThatWasStruckAgainBeforeItWorked() {
        List<Struck> struck =
                List.of(new Struck("KILL", "BROKER", 1_000, 2_000), new Struck("KILL", "BROKER", 3_000, 3_500));

        assertThat(Recoveries.of(struck, List.of(result("any", 5_000, 0)), List.of(), crew))
                .extracting(Recovery::fromKill)
                .containsExactly(2.0);
    }

    @Test
    void areToldByMedianAndNinetyFifthOfAHundred() {
        List<Double> seconds =
                IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList();

        assertThat(Recoveries.text(seconds)).isEqualTo("median 51.0 s, 95 % within 95.0 s, most 100.0 s, of 100");
    }

    private static Call call(String by, long at) {
        return new Call(by, 1, at, "job", "x0");
    }

    private static Sighting result(String by, long at, long sentAt) {
        return new Sighting(Sighting.Kind.RESULT, "job", 0, by, "x0", at, sentAt);
    }
}

package io.scribestream.testkit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.chaos.EngineJournal.Call;
import io.scribestream.testkit.chaos.Member.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineRulesTest {

    private static final long HOUR = 3_600_000;
    private static final String JOB = Invented.jobName(1);

    @TempDir
    private Path folder;

    private final Crew crew = new Crew();

    @BeforeEach
    void gather() {
        add("broker", Part.BROKER, 0);
        add("merger", Part.MERGER, 0);
        add("transcriber-1", Part.TRANSCRIBER, 2);
        add("transcriber-2", Part.TRANSCRIBER, 2);
    }

    @Test
    void letAKillCostTheCallsInFlight() {
        EngineRules rules = rules(
                List.of(call("transcriber-1", HOUR), call("transcriber-1", HOUR + 10)),
                List.of(),
                List.of(killed("transcriber-1", HOUR + 5)));

        assertThat(rules.broken()).isEmpty();
        assertThat(rules.redone()).isEqualTo(1);
        assertThat(rules.mostRedone()).isEqualTo(2);
    }

    @Test
    void letABrokersEndCostAllThatIsInFlight() {
        assertThat(rules(List.of(), List.of(), List.of(killed("broker", HOUR))).mostRedone())
                .isEqualTo(4);
    }

    @Test
    void findACallThatNothingCalledFor() {
        EngineRules rules = rules(
                List.of(call("transcriber-1", HOUR), call("transcriber-2", HOUR + 10)),
                List.of(),
                List.of(killed("merger", HOUR + 5), killed("transcriber-2", HOUR + 5)));

        assertThat(rules.broken())
                .containsExactly(JOB + "/x0 was heard again by transcriber-2 10 ms after transcriber-1 began, and"
                        + " nothing had happened to that");
    }

    @Test
    void findMoreCallsThanTheKillsExplain() {
        List<Call> four = List.of(
                call("transcriber-1", HOUR),
                call("transcriber-1", HOUR + 10),
                call("transcriber-1", HOUR + 20),
                call("transcriber-1", HOUR + 30));

        assertThat(rules(four, List.of(), List.of(killed("transcriber-1", HOUR + 5)))
                        .broken())
                .containsExactly("3 calls were done again, at most 2 may be");
    }

    @Test
    void findACallForWhatWasCommitted() {
        Sighting result = new Sighting(Sighting.Kind.RESULT, JOB, 4, "", "x0", HOUR + 6, HOUR);
        EngineRules rules = rules(
                List.of(call("transcriber-1", HOUR), call("transcriber-1", HOUR + 10)),
                List.of(result),
                List.of(killed("transcriber-1", HOUR + 5)));

        assertThat(rules.broken())
                .containsExactly(
                        "chunk 4 of " + JOB + " was heard again by transcriber-1 4 ms after its result was seen");
    }

    @Test
    void journalKeepsEveryCall() throws Exception {
        try (EngineJournal one = EngineJournal.open(folder, "transcriber-1")) {
            one.called(JOB, "x0");
        }
        try (EngineJournal again = EngineJournal.open(folder, "transcriber-1");
                EngineJournal other = EngineJournal.open(folder, "transcriber-2")) {
            again.called(JOB, "x1");
            other.called(JOB, "x2");
        }

        assertThat(EngineJournal.read(folder))
                .extracting(Call::by, Call::chunk)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("transcriber-1", JOB + "/x0"),
                        org.assertj.core.groups.Tuple.tuple("transcriber-1", JOB + "/x1"),
                        org.assertj.core.groups.Tuple.tuple("transcriber-2", JOB + "/x2"));
    }

    private EngineRules rules(List<Call> calls, List<Sighting> sightings, List<Struck> struck) {
        return new EngineRules(calls, sightings, struck, crew);
    }

    private void add(String name, Part part, int lanes) {
        Program program = new Program(name, "none", List.of(), List.of(), Map.of());
        crew.add(new Member(new ProcessUnderTest(program, folder), part, lanes));
    }

    private static Call call(String by, long at) {
        return new Call(by, 1, at, JOB, "x0");
    }

    private static Struck killed(String target, long at) {
        return new Struck("KILL", target, at, at + 1);
    }
}

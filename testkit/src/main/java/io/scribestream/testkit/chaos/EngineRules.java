package io.scribestream.testkit.chaos;

import io.scribestream.testkit.chaos.EngineJournal.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must always hold of calls to the engine: whatever is killed, only what was in flight is done again. */
public final class EngineRules {

    /** What a strike spoils may come to light later: a call that began before its process knew that it was out of the group. */
    private static final long AFTERMATH_MILLIS = 20_000;

    private final List<Call> calls;
    private final List<Sighting> sightings;
    private final List<Struck> struck;
    private final Crew crew;

    public EngineRules(List<Call> calls, List<Sighting> sightings, List<Struck> struck, Crew crew) {
        this.calls = calls;
        this.sightings = sightings;
        this.struck = struck;
        this.crew = crew;
    }

    public int calls() {
        return calls.size();
    }

    /** Calls beyond the first of each chunk. */
    public int redone() {
        return calls.size() - byChunk().size();
    }

    /** How many may be: each strike costs the calls in flight at what it hit. */
    public int mostRedone() {
        return struck.stream()
                .mapToInt(strike -> crew.callsAtRisk(strike.target()))
                .sum();
    }

    /** Sentences about what does not hold; nothing where all does. */
    public List<String> broken() {
        List<String> broken = new ArrayList<>();
        if (redone() > mostRedone()) {
            broken.add(redone() + " calls were done again, at most " + mostRedone() + " may be");
        }
        Map<String, List<Call>> byChunk = byChunk();
        for (Sighting result : results()) {
            byChunk.getOrDefault(chunk(result), List.of()).stream()
                    .filter(call -> call.atMillis() > result.atMillis())
                    .forEach(call -> broken.add(
                            "chunk " + result.index() + " of " + result.jobId() + " was heard again by " + call.by()
                                    + " " + (call.atMillis() - result.atMillis()) + " ms after its result was seen"));
        }
        byChunk.values().forEach(same -> findUncaused(same, broken));
        return broken;
    }

    private void findUncaused(List<Call> same, List<String> broken) {
        for (int i = 1; i < same.size(); i++) {
            Call before = same.get(i - 1);
            Call again = same.get(i);
            boolean caused = struck.stream()
                    .filter(strike -> strike.overlaps(before.atMillis() - AFTERMATH_MILLIS, again.atMillis()))
                    .anyMatch(strike -> crew.callsAtRisk(strike.target()) > 0 && mayEnd(strike, before));
            if (!caused) {
                broken.add(before.chunk() + " was heard again by " + again.by() + " "
                        + (again.atMillis() - before.atMillis()) + " ms after " + before.by()
                        + " began, and nothing had happened to that");
            }
        }
    }

    private boolean mayEnd(Struck strike, Call call) {
        return strike.target().equals(call.by()) || crew.get(strike.target()).part() != Member.Part.TRANSCRIBER;
    }

    private List<Sighting> results() {
        return sightings.stream()
                .filter(seen -> seen.kind() == Sighting.Kind.RESULT
                        && !seen.fingerprint().isEmpty())
                .toList();
    }

    private static String chunk(Sighting result) {
        return result.jobId() + "/" + result.fingerprint();
    }

    private Map<String, List<Call>> byChunk() {
        Map<String, List<Call>> byChunk = new HashMap<>();
        calls.stream().sorted(Comparator.comparingLong(Call::atMillis)).forEach(call -> byChunk.computeIfAbsent(
                        call.chunk(), chunk -> new ArrayList<>())
                .add(call));
        return byChunk;
    }
}

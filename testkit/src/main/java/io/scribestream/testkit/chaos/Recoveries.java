package io.scribestream.testkit.chaos;

import io.scribestream.testkit.chaos.EngineJournal.Call;
import io.scribestream.testkit.chaos.Member.Part;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How long it took from each kill until the process that was killed did its work again: until a chunker sent its next
 * chunk, a transcriber began to hear one, a merger merged one, and any chunk had its result behind a broker.
 */
public final class Recoveries {

    /**
     * One that came back.
     *
     * @param started when the new process was started
     * @param fromKill seconds from the kill, and so with the time that the plan kept it down
     * @param fromStart seconds from the start of the new process
     * @param alone whether nobody else was struck in the meantime
     */
    public record Recovery(
            Part part, String target, Instant started, double fromKill, double fromStart, boolean alone) {

        /** {@code transcriber-1 of 23:04:05.678}, so that its log can be read there. */
        @Override
        public String toString() {
            return target + " of "
                    + DateTimeFormatter.ofPattern("HH:mm:ss.SSS")
                            .withZone(ZoneOffset.UTC)
                            .format(started);
        }
    }

    /** Of all kills; those who were struck again before they worked are not among them. */
    public static List<Recovery> of(List<Struck> struck, List<Sighting> sightings, List<Call> calls, Crew crew) {
        List<Recovery> recoveries = new ArrayList<>();
        for (Struck kill : struck) {
            Member member = crew.get(kill.target());
            if (!kill.isBy(Strike.Kind.KILL) || !member.part().isShown()) {
                continue;
            }
            OptionalLong works = works(member, kill.againMillis(), sightings, calls);
            if (works.isEmpty() || isStruckAgain(kill, works.getAsLong(), struck)) {
                continue;
            }
            long at = works.getAsLong();
            boolean alone =
                    struck.stream().noneMatch(other -> other != kill && other.overlaps(kill.atMillis() - 1, at));
            recoveries.add(new Recovery(
                    member.part(),
                    kill.target(),
                    Instant.ofEpochMilli(kill.againMillis()),
                    (at - kill.atMillis()) / 1e3,
                    (at - kill.againMillis()) / 1e3,
                    alone));
        }
        return recoveries;
    }

    private static OptionalLong works(Member member, long since, List<Sighting> sightings, List<Call> calls) {
        if (member.part() == Part.TRANSCRIBER) {
            return calls.stream()
                    .filter(call -> call.by().equals(member.name()) && call.atMillis() > since)
                    .mapToLong(Call::atMillis)
                    .min();
        }
        return sightings.stream()
                .filter(seen -> member.isShownBy(seen, since))
                .mapToLong(member.part() == Part.CHUNKER ? Sighting::sentAtMillis : Sighting::atMillis)
                .min();
    }

    private static boolean isStruckAgain(Struck kill, long worksAt, List<Struck> struck) {
        return struck.stream()
                .anyMatch(other -> other != kill
                        && other.target().equals(kill.target())
                        && other.atMillis() >= kill.atMillis()
                        && other.atMillis() <= worksAt);
    }

    /** {@code median 5.1 s, 95 % within 8.0 s, most 9.3 s, of 12}. */
    public static String text(List<Double> seconds) {
        if (seconds.isEmpty()) {
            return "none";
        }
        List<Double> sorted = seconds.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "median %.1f s, 95 %% within %.1f s, most %.1f s, of %d",
                sorted.get(sorted.size() / 2),
                sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1),
                sorted.get(sorted.size() - 1),
                sorted.size());
    }

    private Recoveries() {}
}

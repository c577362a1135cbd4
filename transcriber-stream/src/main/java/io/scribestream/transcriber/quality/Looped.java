package io.scribestream.transcriber.quality;

import io.scribestream.schemas.Reason;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.Heard.HeardWord;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a chunk over which the text goes round in a loop. Somebody speaks there, often the beginning of what was
 * said before, and the loop stands in the place of the words; heard without what comes before, there is nothing to
 * repeat. Other bad text stands where there is little to hear, and hearing it again would only make up more.
 *
 * @param from the first of its segments
 * @param to the one behind its last
 * @param start in seconds of the chunk: where the segment before ends
 * @param end where the one behind begins
 */
public record Looped(int from, int to, double start, double end) {

    /** Seconds; shorter ones hold nothing worth another try. */
    private static final double SHORTEST = 1;

    /**
     * In order; empty if all of the chunk is one, since that was tried already.
     *
     * @param seconds how long the chunk is
     */
    public static List<Looped> in(Attempt attempt, double seconds) {
        List<HeardSegment> segments = attempt.heard().segments();
        List<Looped> found = new ArrayList<>();
        for (int from = 0; from < segments.size(); from++) {
            int to = from;
            while (to < segments.size() && isLoop(attempt.verdicts().get(to))) {
                to++;
            }
            if (to > from && to - from < segments.size()) {
                double start = from == 0 ? 0 : segments.get(from - 1).end();
                double end = to == segments.size() ? seconds : segments.get(to).start();
                if (end - start >= SHORTEST) {
                    found.add(new Looped(from, to, start, end));
                }
                from = to;
            }
        }
        return found;
    }

    private static boolean isLoop(Verdict verdict) {
        return verdict.reason()
                .filter(reason -> reason == Reason.REPETITION || reason == Reason.TOO_FAST)
                .isPresent();
    }

    /** The attempt with what was heard of this stretch alone in the loop's place. */
    public Attempt replaced(Attempt attempt, Heard alone) {
        Heard heard = attempt.heard();
        List<HeardSegment> segments = new ArrayList<>(heard.segments().subList(0, from));
        alone.segments().forEach(segment -> segments.add(later(segment)));
        segments.addAll(heard.segments().subList(to, heard.segments().size()));
        return Attempt.of(heard.with(segments));
    }

    private HeardSegment later(HeardSegment segment) {
        return new HeardSegment(
                start + segment.start(),
                start + segment.end(),
                segment.text(),
                segment.words().stream()
                        .map(word -> new HeardWord(
                                word.text(), start + word.start(), start + word.end(), word.probability()))
                        .toList(),
                segment.probability(),
                segment.noSpeechProbability());
    }
}

package io.scribestream.merger.assembly;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Word;
import java.util.ArrayList;
import java.util.List;

/** Holds the times of a chunk's words to the chunk: nothing is heard outside of what was listened to. */
final class Chunks {

    /** Engines place a word some hundredths of a second off; more than this, in seconds, is a mistake of ours. */
    private static final double OVERSHOOT = 1;

    /**
     * The chunk's segments that say something, with all times inside the chunk and starts that never go back.
     *
     * @throws IllegalStateException if a time is further off than any engine's
     */
    static List<Segment> segments(ChunkTranscript chunk) {
        double from = Samples.start(chunk);
        double to = Samples.end(chunk);
        List<Segment> segments = new ArrayList<>(chunk.getSegments().size());
        double last = from;
        for (Segment segment : chunk.getSegments()) {
            if (segment.getText().isBlank()) {
                continue;
            }
            hold(chunk, segment.getStart(), segment.getEnd(), last, to);
            double lastWord = last;
            for (Word word : segment.getWords()) {
                hold(chunk, word.getStart(), word.getEnd(), lastWord, to);
                lastWord = Math.max(lastWord, word.getStart());
            }
            Segment inside = Recut.clip(segment, last, to);
            segments.add(inside);
            last = inside.getStart();
        }
        return segments;
    }

    private static void hold(ChunkTranscript chunk, double start, double end, double from, double to) {
        // written so that NaN fails too
        if (!(start >= from - OVERSHOOT && start <= end + OVERSHOOT && end <= to + OVERSHOOT)) {
            throw new IllegalStateException("chunk " + chunk.getIndex() + " of job " + chunk.getJobId()
                    + " has text from " + start + " s to " + end + " s, which is not between " + from + " s and " + to
                    + " s");
        }
    }

    private Chunks() {}
}

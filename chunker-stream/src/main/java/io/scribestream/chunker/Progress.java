package io.scribestream.chunker;

import io.scribestream.chunker.cut.Samples;
import io.scribestream.chunker.state.Cursor;
import io.scribestream.chunker.state.Phase;

/** How much of a whole job is done, from 0 to 1, as far as the chunker can tell. */
final class Progress {

    /** The source is here and can be read. */
    static final double HERE = 0.10;

    /** It was decoded to its end. */
    static final double DECODED = 0.25;

    /** All its chunks were sent, and every second of it is accounted for. */
    static final double CHECKED = 0.35;

    /** What hearing adds. */
    private static final double HEARING = 0.50;

    static double of(Cursor cursor) {
        if (cursor.getPhase() == Phase.QUEUED) {
            return 0;
        }
        double cut = cutShare(cursor);
        return isHeard(cursor)
                ? CHECKED + HEARING * cut * heard(cursor) / cursor.getNextIndex()
                : HERE + (DECODED - HERE) * cut;
    }

    /** Whether a chunk is back: from then on the merger says how far the job is. */
    static boolean isHeard(Cursor cursor) {
        return heard(cursor) > 0;
    }

    private static int heard(Cursor cursor) {
        return cursor.getNextIndex()
                - cursor.getUnheard().size()
                - cursor.getLost().size();
    }

    private static double cutShare(Cursor cursor) {
        double total = cursor.getDeclaredSeconds();
        return total <= 0 ? 0 : Math.min(1, cursor.getCutTo() / (Samples.RATE * total));
    }

    private Progress() {}
}

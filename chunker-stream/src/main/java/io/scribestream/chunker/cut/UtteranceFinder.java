package io.scribestream.chunker.cut;

import static io.scribestream.chunker.cut.CutSettings.samples;
import static io.scribestream.chunker.cut.SpeechDetector.FRAME;

import org.jspecify.annotations.Nullable;

/**
 * From probabilities to utterances: begins at one threshold, ends at a lower one that holds for a while.
 * Speech that never pauses is cut in its second half where it is least likely to be speech.
 */
final class UtteranceFinder {

    private final CutSettings settings;
    private final long pause;
    private final long shortest;
    private final int limit;
    private final int halfOverlap;
    /** Of the open utterance, one a frame. */
    private final float[] heard;

    private int frames;
    private long position;
    private long start = -1;
    private long quietFrom = -1;
    private boolean forcedStart;

    UtteranceFinder(CutSettings settings) {
        this.settings = settings;
        pause = samples(settings.pause());
        shortest = samples(settings.shortest());
        limit = (int) longestUtterance(settings) / FRAME;
        halfOverlap = Math.max(1, (int) samples(settings.overlap()) / 2 / FRAME);
        heard = new float[limit + (int) (pause / FRAME) + 2];
    }

    /** What is cut without a pause is never longer than this, a last pause left aside. */
    static long longestUtterance(CutSettings settings) {
        return samples(settings.longest())
                - samples(settings.lead())
                - samples(settings.padding())
                - samples(settings.pause())
                - FRAME;
    }

    /** The next frame; gives the utterance that ended by it. */
    @Nullable
    Utterance next(float probability) {
        long frameStart = position;
        position += FRAME;
        if (start < 0) {
            if (probability < settings.speech()) {
                return null;
            }
            start = frameStart;
        }
        heard[frames++] = probability;
        if (probability >= settings.speech()) {
            quietFrom = -1;
        } else if (probability < settings.silence() && quietFrom < 0) {
            quietFrom = frameStart;
        }
        if (quietFrom < 0) {
            return frames >= limit ? cut() : null;
        }
        return position - quietFrom >= pause ? close(quietFrom) : null;
    }

    /** The source ended: gives the utterance that was still open. */
    @Nullable
    Utterance end(long length) {
        if (start < 0) {
            return null;
        }
        Utterance last = close(quietFrom < 0 ? position : quietFrom);
        return last == null ? null : last.endingBy(length);
    }

    /** No utterance that is still to come starts before this. */
    long nothingBefore() {
        return start < 0 ? position : start;
    }

    private @Nullable Utterance close(long end) {
        Utterance closed = new Utterance(start, end, forcedStart, false);
        boolean click = closed.length() < shortest && !forcedStart;
        start = -1;
        quietFrom = -1;
        frames = 0;
        forcedStart = false;
        return click ? null : closed;
    }

    private Utterance cut() {
        int at = quietest(frames / 2, frames - halfOverlap);
        int keepFrom = at - halfOverlap;
        Utterance cut = new Utterance(start, start + (long) (at + halfOverlap) * FRAME, forcedStart, true);
        System.arraycopy(heard, keepFrom, heard, 0, frames - keepFrom);
        frames -= keepFrom;
        start += (long) keepFrom * FRAME;
        forcedStart = true;
        return cut;
    }

    /** The last frame in [from, to) whose neighbourhood of three is least likely to be speech. */
    private int quietest(int from, int to) {
        int best = from;
        float least = Float.MAX_VALUE;
        for (int i = from; i < to; i++) {
            float around = heard[i - 1] + heard[i] + heard[i + 1];
            if (around <= least) {
                least = around;
                best = i;
            }
        }
        return best;
    }
}

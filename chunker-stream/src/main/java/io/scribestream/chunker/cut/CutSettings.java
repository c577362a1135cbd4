package io.scribestream.chunker.cut;

import java.time.Duration;

/**
 * How sound is cut. The figures of {@link #defaults()} were chosen by word error rate and by where utterances start: with
 * thresholds of 0.4 and 0.25 more words are written where nobody speaks, with a lead of 0.4 s first words are lost and
 * utterances start late.
 *
 * @param speech speech begins in a frame at least this likely to be speech, 0 to 1
 * @param silence speech ends with a pause of frames less likely than this; below {@code speech}
 * @param pause how long such a pause lasts at least; shorter ones belong to the speech
 * @param shortest speech shorter than this is taken for a click and left out
 * @param lead what is sent of the sound before speech, as far back as there is any: where a recording is switched on, the
 *     detector needs most of a second to notice a voice
 * @param padding what is sent of the sound after speech: soft endings are heard as silence
 * @param join silence put between two stretches of speech of one chunk
 * @param longest the longest chunk, at most 30 s
 * @param overlap what two chunks share where speech had to be cut without a pause
 * @param apart a pause this long ends the chunk
 */
public record CutSettings(
        float speech,
        float silence,
        Duration pause,
        Duration shortest,
        Duration lead,
        Duration padding,
        Duration join,
        Duration longest,
        Duration overlap,
        Duration apart) {

    private static final Duration ENGINE_WINDOW = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofDays(36_500);

    public CutSettings {
        require(0 < silence && silence < speech && speech < 1, "0 < silence < speech < 1");
        require(pause.compareTo(Duration.ofMillis(32)) >= 0, "pause is at least a frame, 32 ms");
        require(
                !shortest.isNegative() && !lead.isNegative() && !padding.isNegative() && !join.isNegative(),
                "no length is negative");
        require(longest.compareTo(ENGINE_WINDOW) <= 0, "a chunk is at most 30 s");
        require(overlap.compareTo(pause) > 0, "the overlap is longer than a pause");
        require(
                longest.compareTo(
                                overlap.multipliedBy(4).plus(lead).plus(padding).plus(pause))
                        >= 0,
                "a chunk holds its padding, a pause and four overlaps");
        require(apart.compareTo(padding.multipliedBy(2)) >= 0, "a pause that ends a chunk holds the padding of both");
    }

    /** Chunks as full of speech as can be: for recordings in one language. */
    public static CutSettings defaults() {
        return new CutSettings(
                0.5f,
                0.35f,
                Duration.ofMillis(300),
                Duration.ofMillis(64),
                Duration.ofMillis(700),
                Duration.ofMillis(400),
                Duration.ofMillis(200),
                Duration.ofSeconds(29),
                Duration.ofMillis(1_500),
                NEVER);
    }

    /** A pause long enough for a change of speaker ends the chunk, so that each chunk has one language. */
    public static CutSettings forChangingLanguages() {
        return defaults().withApart(Duration.ofSeconds(1));
    }

    CutSettings withApart(Duration length) {
        return new CutSettings(speech, silence, pause, shortest, lead, padding, join, longest, overlap, length);
    }

    /** Natural pauses up to this length are sent as they are; a longer one becomes this long. */
    long bridge() {
        return samples(padding.multipliedBy(2).plus(join));
    }

    static long samples(Duration length) {
        return length.toMillis() * Samples.RATE / 1_000;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("cutting: " + rule);
        }
    }
}

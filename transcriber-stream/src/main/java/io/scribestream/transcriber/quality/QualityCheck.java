package io.scribestream.transcriber.quality;

import io.scribestream.schemas.Reason;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks for the signs of made-up text. Whisper writes such text where there is little to hear, and it has a few habits
 * then: it repeats itself, it is unsure of its words, it says too much or too little for the time. There is no list of
 * phrases here: each of them is also said by real people.
 */
public final class QualityCheck {

    /** Whisper's own limit. */
    private static final double COMPRESSION = 2.4;
    /** Repeated words: people do say "no, no, no", seldom this often. */
    private static final int REPEATED = 6;

    private static final int REPEATED_HEAVILY = 12;
    /** Mean token probability: what base hears well is at 0.8 and above. */
    private static final double PROBABILITY = 0.5;

    private static final double PROBABILITY_GRAVE = 0.3;
    /** Whisper's own limit. */
    private static final double NO_SPEECH = 0.6;
    /** An auctioneer speaks 6 words a second. */
    private static final double WORDS_PER_SECOND = 7;
    /** Chinese and Japanese: fast speech has 8 to 10 characters a second. */
    private static final double CHARACTERS_PER_SECOND = 15;
    /** Units that need no time: Whisper's times are no better than some tenths of a second. */
    private static final double GRACE = 3;

    private static final double SLOWEST_PER_SECOND = 0.5;
    private static final double LONG_ENOUGH_TO_SPEAK = 2.5;
    /** Whisper's way to write what is no speech: {@code [Music]}, {@code (applause)}, notes. */
    private static final Pattern ANNOTATION =
            Pattern.compile("\\s*(\\[[^\\]]*]|\\([^)]*\\)|\\*[^*]*\\*|♪.*♪|[\\p{P}\\p{S}\\s]*)\\s*");

    /** A verdict for each segment of a chunk. */
    public static List<Verdict> judge(List<HeardSegment> segments) {
        List<String> all = new ArrayList<>();
        List<Units> each = new ArrayList<>();
        for (HeardSegment segment : segments) {
            Units units = Units.of(segment.text());
            each.add(units);
            all.addAll(units.list());
        }
        Loop acrossSegments = Loop.heaviest(all);
        List<Verdict> verdicts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < segments.size(); i++) {
            int to = from + each.get(i).count();
            boolean copy = acrossSegments.repeats(from, to)
                    && isHeavy(acrossSegments, each.get(i).characters());
            verdicts.add(
                    copy ? new Verdict(List.of(Sign.grave(Reason.REPETITION))) : judge(segments.get(i), each.get(i)));
            from = to;
        }
        return verdicts;
    }

    private static Verdict judge(HeardSegment segment, Units units) {
        if (ANNOTATION.matcher(segment.text()).matches()) {
            return new Verdict(List.of(Sign.grave(Reason.NO_SPEECH)));
        }
        List<Sign> signs = new ArrayList<>();
        repetition(segment.text(), units, signs);
        speed(units, segment.end() - segment.start(), signs);
        confidence(segment, signs);
        return new Verdict(signs);
    }

    private static void repetition(String text, Units units, List<Sign> signs) {
        Loop loop = Loop.heaviest(units.list());
        boolean compresses = Compression.ratio(text) > COMPRESSION;
        boolean repeats = loop.copies() > 2 && weight(loop, units.characters()) >= REPEATED;
        if (isHeavy(loop, units.characters()) || (compresses && repeats)) {
            signs.add(Sign.grave(Reason.REPETITION));
        } else if (compresses || repeats) {
            signs.add(Sign.mild(Reason.REPETITION));
        }
    }

    private static boolean isHeavy(Loop loop, boolean characters) {
        return loop.copies() > 3 && weight(loop, characters) >= REPEATED_HEAVILY;
    }

    /** Repeated units as words: a character is about half of one. */
    private static double weight(Loop loop, boolean characters) {
        return characters ? loop.repeated() / 2.0 : loop.repeated();
    }

    private static void speed(Units units, double seconds, List<Sign> signs) {
        double fastest = units.characters() ? CHARACTERS_PER_SECOND : WORDS_PER_SECOND;
        if (units.count() > 2 * (GRACE + fastest * seconds)) {
            signs.add(Sign.grave(Reason.TOO_FAST));
        } else if (units.count() > GRACE + fastest * seconds) {
            signs.add(Sign.mild(Reason.TOO_FAST));
        } else if (seconds >= LONG_ENOUGH_TO_SPEAK && units.count() <= SLOWEST_PER_SECOND * seconds) {
            signs.add(Sign.mild(Reason.NO_SPEECH));
        }
    }

    private static void confidence(HeardSegment segment, List<Sign> signs) {
        if (segment.noSpeechProbability() > NO_SPEECH) {
            signs.add(Sign.mild(Reason.NO_SPEECH));
        }
        if (segment.probability() < PROBABILITY_GRAVE) {
            signs.add(Sign.grave(Reason.LOW_CONFIDENCE));
        } else if (segment.probability() < PROBABILITY) {
            signs.add(Sign.mild(Reason.LOW_CONFIDENCE));
        }
    }

    private QualityCheck() {}
}

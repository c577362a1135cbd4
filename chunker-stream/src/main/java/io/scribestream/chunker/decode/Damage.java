package io.scribestream.chunker.decode;

import io.scribestream.chunker.decode.DecodeMessage.End;
import io.scribestream.chunker.decode.DecodeMessage.Header;
import java.util.Locale;
import java.util.StringJoiner;

/** Whether a recording came out whole. FFmpeg itself reports success for most damaged files. */
final class Damage {

    private static final double TOLERATED_SECONDS = 2;
    private static final double TOLERATED_SHARE = 0.02;

    private Damage() {}

    /** Sentences for people; empty where nothing is wrong. */
    static String of(Header header, End end) {
        StringJoiner sentences = new StringJoiner(" ");
        double decoded = (double) end.samples() / PcmSource.RATE;
        double promised = header.promisedSeconds();
        if (promised >= 0 && Math.abs(decoded - promised) > Math.max(TOLERATED_SECONDS, TOLERATED_SHARE * promised)) {
            sentences.add(String.format(
                    Locale.ROOT, "The file promises %.1f s of sound, %.1f s came out.", promised, decoded));
        }
        if (end.cutOff()) {
            sentences.add("The file ends in the middle of a packet: its end is missing.");
        }
        if (end.errors() > 0) {
            String first = end.firstError().isEmpty() ? "" : ", first: " + end.firstError();
            sentences.add(String.format(
                    Locale.ROOT,
                    "The decoder met %d error%s%s; where sound was lost, later times are too early.",
                    end.errors(),
                    end.errors() == 1 ? "" : "s",
                    first));
        }
        return sentences.toString();
    }
}

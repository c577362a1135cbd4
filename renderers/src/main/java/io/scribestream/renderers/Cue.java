package io.scribestream.renderers;

import java.util.List;

/**
 * A subtitle.
 *
 * @param start in milliseconds of the source
 * @param end in milliseconds, behind {@code start}
 * @param lines one or two, none empty
 */
record Cue(long start, long end, List<String> lines) {

    Cue {
        lines = List.copyOf(lines);
    }
}

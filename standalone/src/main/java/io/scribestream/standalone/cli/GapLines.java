package io.scribestream.standalone.cli;

import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is missing from a transcript: a line for each gap, and one for all the others where there are many. */
final class GapLines {

    /** So many stand alone; a recording that went wrong altogether should not fill the screen. */
    static final int SHOWN = 5;

    static List<String> of(Coverage coverage) {
        List<Gap> gaps = coverage.getGaps();
        List<String> lines = new ArrayList<>();
        for (Gap gap : gaps.subList(0, Math.min(SHOWN, gaps.size()))) {
            lines.add("gap from " + ProgressView.clock(gap.getStart()) + " to " + ProgressView.clock(gap.getEnd())
                    + ": " + gap.getMessage() + " [" + gap.getReason() + "]");
        }
        if (gaps.size() > SHOWN) {
            lines.add(others(gaps.subList(SHOWN, gaps.size())));
        }
        return lines;
    }

    private static String others(List<Gap> gaps) {
        Map<String, Integer> reasons = new TreeMap<>();
        double seconds = 0;
        for (Gap gap : gaps) {
            reasons.merge(gap.getReason(), 1, Integer::sum);
            seconds += gap.getEnd() - gap.getStart();
        }
        return String.format(
                Locale.ROOT,
                "%d more gap%s of %.1f s in all: %s",
                gaps.size(),
                gaps.size() == 1 ? "" : "s",
                seconds,
                reasons.entrySet().stream()
                        .map(reason -> reason.getValue() + " [" + reason.getKey() + "]")
                        .collect(Collectors.joining(", ")));
    }

    private GapLines() {}
}

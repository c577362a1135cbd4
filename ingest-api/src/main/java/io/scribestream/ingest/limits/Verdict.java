package io.scribestream.ingest.limits;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What came of a request.
 *
 * @param allowed then it is counted in every window; else in none
 * @param usages one for each window, in the order in which they were given; at least one
 */
public record Verdict(boolean allowed, List<Usage> usages) {

    private static final Comparator<Usage> TIGHTEST =
            Comparator.comparingInt(Usage::remaining).thenComparing(Usage::reset, Comparator.reverseOrder());

    public Verdict {
        usages = List.copyOf(usages);
    }

    /** The window that stops the client first: of several full ones, the one that stays so longest. */
    public Usage tightest() {
        return usages.stream().min(TIGHTEST).orElseThrow();
    }

    /** How long to wait; zero where there is room now. */
    public Duration retryAfter() {
        Usage tightest = tightest();
        return tightest.isFull() ? tightest.reset() : Duration.ZERO;
    }
}

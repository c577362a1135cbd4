package io.scribestream.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long each of many calls took. Thread-safe. */
final class Latencies {

    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    void add(long took) {
        nanos.add(took);
    }

    /**
     * In milliseconds.
     *
     * @param share of the calls that took no longer, above 0 and at most 1
     */
    double percentile(double share) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }

    @Override
    public String toString() {
        long[] all = nanos.stream().mapToLong(Long::longValue).toArray();
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, longest %.1f ms, of %d",
                percentile(0.5),
                percentile(0.99),
                Arrays.stream(all).max().orElse(0) / 1e6,
                all.length);
    }
}

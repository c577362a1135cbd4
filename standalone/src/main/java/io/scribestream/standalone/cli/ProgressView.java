package io.scribestream.standalone.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.InteractiveConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far each file is: audio done of audio total, speed, time left. */
interface ProgressView extends AutoCloseable {

    /**
     * @param done seconds of the source that are accounted for
     * @param total seconds of the source; negative where not known yet
     */
    void show(String file, double done, double total);

    @Override
    void close();

    static ProgressView on(Screen screen, boolean quiet, LongSupplier nanoClock) {
        if (quiet) {
            return new Silent();
        }
        return screen.terminal() ? new Bars(screen.err(), nanoClock, 0) : new Lines(screen, nanoClock);
    }

    /** {@code 1:02:03} or {@code 2:03}. */
    static String clock(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    /**
     * Where a file was when it was first shown: an earlier run may have done a part of it.
     *
     * @param done seconds of the source
     */
    record Start(long nanos, double done) {

        /** In x real time since then; 0 while it is too early to tell. */
        double speed(double doneNow, long nanosNow) {
            double took = (nanosNow - nanos) / 1e9;
            return took < 1 ? 0 : Math.max(0, doneNow - done) / took;
        }
    }

    /** {@code 10.0 x real time, 0:50 left}; empty while it is too early to tell. */
    static String pace(double done, double total, Start start, long now) {
        double speed = start.speed(done, now);
        return speed == 0
                ? ""
                : String.format(Locale.ROOT, "%.1f x real time, %s left", speed, clock((total - done) / speed));
    }

    /** Says nothing. */
    final class Silent implements ProgressView {
        @Override
        public void show(String file, double done, double total) {}

        @Override
        public void close() {}
    }

    /** A line every few seconds, for logs. */
    final class Lines implements ProgressView {

        private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

        private final Screen screen;
        private final LongSupplier nanoClock;
        private final Map<String, Start> starts = new ConcurrentHashMap<>();
        private final Map<String, Long> lastShown = new ConcurrentHashMap<>();

        Lines(Screen screen, LongSupplier nanoClock) {
            this.screen = screen;
            this.nanoClock = nanoClock;
        }

        @Override
        public void show(String file, double done, double total) {
            long now = nanoClock.getAsLong();
            Start start = starts.computeIfAbsent(file, f -> new Start(now, done));
            long last = lastShown.computeIfAbsent(file, f -> now - PAUSE_NANOS);
            if (total <= 0 || now - last < PAUSE_NANOS) {
                return;
            }
            lastShown.put(file, now);
            String pace = pace(done, total, start, now);
            screen.say(file + ": " + clock(done) + " of " + clock(total) + (pace.isEmpty() ? "" : ", " + pace));
        }

        @Override
        public void close() {}
    }

    /** A bar for each file, one below the other. */
    final class Bars implements ProgressView {

        private final PrintStream err;
        private final LongSupplier nanoClock;
        private final int width;
        private final Map<String, Start> starts = new ConcurrentHashMap<>();
        private final Map<String, ProgressBar> bars = new ConcurrentHashMap<>();

        /** @param width in columns; 0 for that of the terminal */
        Bars(PrintStream err, LongSupplier nanoClock, int width) {
            this.err = err;
            this.nanoClock = nanoClock;
            this.width = width;
        }

        @Override
        public void show(String file, double done, double total) {
            ProgressBar bar = bars.computeIfAbsent(file, f -> bar(f, done, total));
            long now = nanoClock.getAsLong();
            Start start = starts.computeIfAbsent(file, f -> new Start(now, done));
            if (total > 0) {
                bar.maxHint(Math.round(total));
            }
            bar.setExtraMessage(pace(done, total, start, now));
            bar.stepTo(Math.max(0, Math.round(done)));
        }

        /** Without the library's own estimate: it knows nothing of what an earlier run did. */
        private ProgressBar bar(String file, double done, double total) {
            return new ProgressBarBuilder()
                    .setTaskName(file)
                    .setInitialMax(Math.max(1, Math.round(total)))
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUnit(" s", 1)
                    .startsFrom(Math.max(0, Math.round(done)), Duration.ZERO)
                    .hideEta()
                    .setUpdateIntervalMillis(200)
                    .setConsumer(new InteractiveConsoleProgressBarConsumer(err, width))
                    .build();
        }

        @Override
        public void close() {
            bars.values().forEach(ProgressBar::close);
        }
    }
}

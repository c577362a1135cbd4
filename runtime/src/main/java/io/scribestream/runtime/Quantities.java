package io.scribestream.runtime;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as people write them; empty where they wrote something else. */
final class Quantities {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");

    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "b", 1L, "kb", 1L << 10, "mb", 1L << 20, "gb", 1L << 30, "tb", 1L << 40);

    private static final Map<String, Duration> TIMES = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    /** {@code 4GB}, {@code 512 KB}, {@code 1000}: units of 1024. */
    static Optional<Long> bytes(String text) {
        Matcher parts = NUMBER_AND_UNIT.matcher(text);
        Long unit = parts.matches() ? BYTES.get(parts.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Math.multiplyExact(Long.parseLong(parts.group(1)), unit));
        } catch (ArithmeticException tooLarge) {
            return Optional.empty();
        }
    }

    /** {@code 50ms}, {@code 30s}, {@code 5m}, {@code 24h}, {@code 7d}, {@code PT1M30S}. */
    static Optional<Duration> duration(String text) {
        Matcher parts = NUMBER_AND_UNIT.matcher(text);
        try {
            if (!parts.matches()) {
                return Optional.of(Duration.parse(text));
            }
            return Optional.ofNullable(TIMES.get(parts.group(2).toLowerCase(Locale.ROOT)))
                    .map(unit -> unit.multipliedBy(Long.parseLong(parts.group(1))));
        } catch (DateTimeParseException | ArithmeticException noTime) {
            return Optional.empty();
        }
    }

    /** The shortest way to write a time that {@link #duration} reads. */
    static String text(Duration time) {
        if (time.toMillisPart() != 0) {
            return time.toMillis() + "ms";
        } else if (time.toSecondsPart() != 0) {
            return time.toSeconds() + "s";
        } else if (time.toMinutesPart() != 0) {
            return time.toMinutes() + "m";
        }
        return time.toHours() + "h";
    }

    private Quantities() {}
}

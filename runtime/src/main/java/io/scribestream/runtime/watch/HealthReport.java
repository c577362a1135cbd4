package io.scribestream.runtime.watch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scribestream.runtime.watch.Finding.Level;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a process is, as it is told over HTTP.
 *
 * @param status healthy, degraded or unhealthy: the worst of its checks
 * @param checks by name
 * @param timestamp when all had answered, or their time was up
 */
public record HealthReport(String status, String service, String version, Map<String, Check> checks, String timestamp) {

    /** @param healthy whether the work can go on */
    public record Check(
            boolean healthy, String details, @JsonProperty("latency_ms") long latencyMillis, @JsonIgnore Level level) {

        static Check of(Finding finding, long latencyMillis) {
            return new Check(finding.level() != Level.UNHEALTHY, finding.details(), latencyMillis, finding.level());
        }
    }

    static HealthReport of(String service, String version, Map<String, Check> checks, Instant at) {
        Level worst =
                checks.values().stream().map(Check::level).max(Level::compareTo).orElse(Level.HEALTHY);
        return new HealthReport(
                worst.name().toLowerCase(Locale.ROOT), service, version, new LinkedHashMap<>(checks), at.toString());
    }

    /** 200 as long as the work can go on, else 503. */
    public int httpStatus() {
        return status.equals("unhealthy") ? 503 : 200;
    }
}

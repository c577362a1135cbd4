package io.scribestream.runtime.watch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scribestream.runtime.Health;
import io.scribestream.runtime.Health.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
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
            boolean healthy, String details, @JsonProperty("latency_ms") long latencyMillis, @JsonIgnore Status level) {

        static Check of(Health health, long latencyMillis) {
            return new Check(!health.isFailed(), health.detail(), latencyMillis, health.status());
        }
    }

    static HealthReport of(String service, String version, Map<String, Check> checks, Instant at) {
        Status worst = checks.values().stream()
                .map(Check::level)
                .max(Status::compareTo)
                .orElse(Status.READY);
        return new HealthReport(word(worst), service, version, new LinkedHashMap<>(checks), at.toString());
    }

    /** One that only begins its work is no reason to end the process. */
    private static String word(Status worst) {
        return switch (worst) {
            case READY -> "healthy";
            case DEGRADED, WAITING -> "degraded";
            case FAILED -> "unhealthy";
        };
    }

    /** 200 as long as the work can go on, else 503. */
    public int httpStatus() {
        return status.equals("unhealthy") ? 503 : 200;
    }
}

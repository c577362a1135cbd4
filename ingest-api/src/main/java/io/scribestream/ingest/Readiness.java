package io.scribestream.ingest;

import java.util.LinkedHashMap;
import java.util.Map;

/** Whether this instance can do its work right now. */
public interface Readiness {

    /**
     * @param healthy whether it can do its part
     * @param details for people
     */
    record Check(boolean healthy, String details) {}

    /** All checks by name. */
    record Report(String status, Map<String, Check> checks) {

        public static Report of(Map<String, Check> checks) {
            boolean ready = checks.values().stream().allMatch(Check::healthy);
            return new Report(ready ? "ready" : "not ready", new LinkedHashMap<>(checks));
        }

        boolean ready() {
            return status.equals("ready");
        }
    }

    Report check();
}

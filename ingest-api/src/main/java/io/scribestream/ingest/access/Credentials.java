package io.scribestream.ingest.access;

import java.util.Optional;

/** Tells by what somebody presents who it is. Safe for any thread. */
@FunctionalInterface
public interface Credentials {

    /**
     * Empty where it is not good, whatever the reason.
     *
     * @throws io.scribestream.runtime.UnavailableException if that cannot be told now
     */
    Optional<Caller> caller(String presented);

    /** Whether something that was good when it was presented still is. Never waits. */
    default boolean isStillGood(String presented) {
        return caller(presented).isPresent();
    }
}

package io.scribestream.ingest.access;

import io.scribestream.schemas.avro.KeyScope;
import java.util.Map;
import java.util.Set;

/**
 * Who sent a request.
 *
 * @param client whose jobs it may see, and whose it sends
 * @param limits by class and window, {@code transcribe-hour}, and the two of jobs and audio; where nothing is said the settings hold
 */
public record Caller(String client, Set<KeyScope> scopes, Map<String, Integer> limits) {

    /** Where nobody is asked for a key: one client, to whom every job belongs. */
    public static final Caller EVERYBODY =
            new Caller("default", Set.of(KeyScope.TRANSCRIBE, KeyScope.READ, KeyScope.ADMIN), Map.of());

    /** At the few places where nobody needs a key, although others do: may do nothing, and no job is of a client so called. */
    public static final Caller NOBODY = new Caller("\0", Set.of(), Map.of());

    public Caller {
        scopes = Set.copyOf(scopes);
        limits = Map.copyOf(limits);
    }

    public boolean may(KeyScope scope) {
        return scopes.contains(scope);
    }

    /** Not by its client's name: a key may well be of a client that is called so. */
    @SuppressWarnings("ReferenceEquality")
    public boolean isEverybody() {
        return this == EVERYBODY;
    }

    /** Whether a job of that client is for this one to see. */
    public boolean owns(String jobsClient) {
        return isEverybody() || client.equals(jobsClient);
    }
}

package io.scribestream.testkit.chaos;

/**
 * Something that was committed, seen as soon as a read_committed consumer could.
 *
 * @param index of the chunk, -1 where it is about the job
 * @param by who did it, where it says so: the engine
 * @param fingerprint of the chunk; empty where it has none
 * @param atMillis when it was seen
 * @param sentAtMillis its record's time; that of a result is the time at which its chunk was sent
 */
public record Sighting(
        Kind kind, String jobId, int index, String by, String fingerprint, long atMillis, long sentAtMillis) {

    public enum Kind {
        /** Of a chunk, on {@code segments}. */
        RESULT,
        /** Of a job, on {@code done} or {@code error}. */
        OUTCOME,
        /** The merger's word on {@code events}. */
        MERGED
    }
}

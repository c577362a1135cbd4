package io.scribestream.ingest.letters;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dead letters. Safe for any thread; every method may throw what says that Kafka is away. */
public interface Letters {

    /**
     * A letter as it lies on its topic.
     *
     * @param headers by name, the last of each
     * @param value the record's bytes; null where it had none
     */
    record Content(Map<String, byte[]> headers, byte @Nullable [] value) {}

    /** It cannot be done with this letter; the message says why, for people. */
    final class RefusedException extends RuntimeException {

        private final String code;

        public RefusedException(String code, String message) {
            super(message);
            this.code = code;
        }

        /** Stable, for programs. */
        public String code() {
            return code;
        }
    }

    /** The newest, newest first. */
    List<DeadLetter> newest(int limit);

    Optional<DeadLetter> find(String id);

    /** The oldest letter without which a job cannot end, if there is one. */
    Optional<DeadLetter> blocking(String jobId);

    /** Empty where the topic does not hold it any more. */
    Optional<Content> content(DeadLetter letter);

    /**
     * Sends the record to its topic again and remembers that, both or neither.
     *
     * @throws RefusedException if it was done before, or would change nothing
     */
    void redrive(DeadLetter letter);

    /**
     * Remembers that nobody wants it.
     *
     * @throws RefusedException if it is not open any more
     */
    void drop(DeadLetter letter);
}

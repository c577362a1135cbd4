package io.scribestream.chunker;

import io.scribestream.runtime.trace.Trace;
import io.scribestream.schemas.avro.Priority;
import org.jspecify.annotations.Nullable;

/** An open job in memory, as far as the order among jobs needs it. Guarded by the {@link CuttingRoom}, where not final. */
final class Work {

    final String jobId;
    final String client;
    final Priority priority;

    /** The stream task that alone may send its chunks. */
    final Object owner;

    int sent;
    double secondsLeft;

    /** Its next chunk has to wait until the language is found. */
    boolean awaitsLanguage;

    /** Its next chunk has been given a credit. */
    boolean released;

    /** It was said that its source was decoded. */
    boolean decoded;

    /** Where what is done for it shows. */
    Trace trace = Trace.NONE;

    /** How many times in a row something it needs was not there. */
    int attempts;

    @Nullable
    Cutting cutting;

    Work(String jobId, String client, Priority priority, Object owner) {
        this.jobId = jobId;
        this.client = client;
        this.priority = priority;
        this.owner = owner;
    }
}

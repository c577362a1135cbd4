package io.scribestream.transcriber.ended;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.tail.Start;
import io.scribestream.runtime.tail.TopicTail;
import io.scribestream.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;

/**
 * {@code error -> ended jobs}: reads the outcomes of all jobs, not the orders to cancel them, for an order may be refused.
 * All of them on every instance; at a start from as far back as chunks may lie on their topic. With the broker away, chunks
 * are heard that nobody wants, and nothing else.
 */
public final class OutcomeReader {

    /** Twice as far as chunks are kept: a record may bear the time of what led to it. */
    static final Duration BACK = Topics.AUDIO.retention().multipliedBy(2);

    /** Reads from now on, until it is closed. */
    public static Flow.Companion start(EndedJobs ended, RuntimeConfig config) {
        InstantSource clock = InstantSource.system();
        return TopicTail.follow(
                "outcome-reader", Topics.ERROR.name(), Start.ago(BACK, clock), config, listener(ended, clock));
    }

    static TopicTail.Listener listener(EndedJobs ended, InstantSource clock) {
        return outcome -> {
            if (outcome.key() != null) {
                ended.add(new String(outcome.key(), UTF_8), clock.instant());
            }
        };
    }

    private OutcomeReader() {}
}

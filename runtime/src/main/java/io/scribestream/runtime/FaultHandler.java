package io.scribestream.runtime;

import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/** What the three handlers of Kafka Streams share: it makes them by class name and hands them its settings. */
abstract class FaultHandler implements Configurable {

    /** The setting that holds the {@link DeadLetters} of a flow. */
    static final String LETTERS = "scribestream.dead.letters";

    private @Nullable DeadLetters letters;

    @Override
    public void configure(Map<String, ?> configs) {
        if (!(configs.get(LETTERS) instanceof DeadLetters given)) {
            throw new IllegalStateException(LETTERS + " is missing among the settings of the stream");
        }
        letters = given;
    }

    final DeadLetters letters() {
        if (letters == null) {
            throw new IllegalStateException("configure() was not called");
        }
        return letters;
    }

    /** A log line that says which record it is about. */
    static LoggingEventBuilder at(LoggingEventBuilder line, ErrorHandlerContext context) {
        return line.addKeyValue("topic", context.topic())
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .addKeyValue("step", context.processorNodeId());
    }
}

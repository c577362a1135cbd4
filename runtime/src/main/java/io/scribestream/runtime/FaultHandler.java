package io.scribestream.runtime;

import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.spi.LoggingEventBuilder;

/** What the three handlers of Kafka Streams share. */
abstract class FaultHandler implements Configurable {

    @Override
    public void configure(Map<String, ?> configs) {}

    /** A log line that says which record it is about. */
    static LoggingEventBuilder at(LoggingEventBuilder line, ErrorHandlerContext context) {
        return line.addKeyValue("topic", context.topic())
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .addKeyValue("step", context.processorNodeId());
    }
}

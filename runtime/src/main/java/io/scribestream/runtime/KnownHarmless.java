package io.scribestream.runtime;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drops the few lines in which Kafka complains about what is as it should be, or says in many lines what our handlers
 * say in one; each was looked into.
 */
final class KnownHarmless extends Filter<ILoggingEvent> {

    private record Line(String logger, String text) {}

    private static final List<Line> LINES = List.of(
            // A broker that closes closes one of its clients twice.
            new Line("org.apache.kafka.clients.NetworkClient", "that has already been closed"),
            // The first writes of a transaction overtake each other; the producer sends them again, in order.
            new Line("kafka.server.ReplicaManager", "idempotent producer with no existing state"),
            // A transaction that begins while the one before it is being closed waits for a moment; as above.
            new Line("org.apache.kafka.clients.producer.internals.Sender", "Error: CONCURRENT_TRANSACTIONS"),
            new Line("org.apache.kafka.clients.producer.internals.Sender", "Error: OUT_OF_ORDER_SEQUENCE_NUMBER"),
            // A broker writes its first record, or is told of partitions that were just added.
            new Line("org.apache.kafka.controller.QuorumController", "Performing controller activation"),
            new Line("state.change.logger", "to exist, but it was missing. Creating"),
            // It is enabled, and there is no global store anyway.
            new Line("org.apache.kafka.streams.StreamsConfig", "is not enabled for the GlobalThread"),
            // Said by FaultPolicy and by the handlers of faults, with the record and the reason.
            new Line("org.apache.kafka.streams.processor.internals.ProcessorNode", "handler is set to fail"),
            new Line("org.apache.kafka.streams.processor.internals.TaskExecutor", "Failed to process stream task"),
            new Line("org.apache.kafka.streams.KafkaStreams", "uncaught exception handler"),
            new Line("org.apache.kafka.streams.KafkaStreams", "exception handler opted to"),
            new Line("org.apache.kafka.streams.processor.internals.RecordDeserializer", "Skipping record due to"),
            // An instance alone has nobody to keep copies of its stores.
            new Line(
                    "org.apache.kafka.streams.processor.internals.assignment.DefaultStandbyTaskAssignor",
                    "There is not enough available capacity"),
            // Counters are there before anybody can read them; what they counted in the first second is of no use.
            new Line("io.micrometer.core.instrument.composite.CompositeMeterRegistry", "already has registered Meters"),
            // Tests and trials keep their state among temporary files.
            new Line(
                    "org.apache.kafka.streams.processor.internals.StateDirectory",
                    "Using an OS temp directory in the state.dir"));

    @Override
    public FilterReply decide(ILoggingEvent event) {
        for (Line line : LINES) {
            if (event.getLoggerName().equals(line.logger)
                    && (event.getFormattedMessage().contains(line.text)
                            || says(event.getThrowableProxy(), line.text))) {
                return FilterReply.DENY;
            }
        }
        return FilterReply.NEUTRAL;
    }

    private static boolean says(@Nullable IThrowableProxy error, String text) {
        return error != null && error.getMessage() != null && error.getMessage().contains(text);
    }
}

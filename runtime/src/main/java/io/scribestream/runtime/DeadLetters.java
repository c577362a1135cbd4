package io.scribestream.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.UnknownFieldException;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * What is written when a record is set aside. Its records go out in the transaction that moves the offset past it, so
 * there is one dead letter for it, and one answer.
 */
final class DeadLetters {

    /** Where Kafka's own dead letters say the same; {@code exception, message, stacktrace, topic, partition, offset}. */
    static final String HEADER = "__streams.errors.";

    private static final int STACK_TRACE_CHARS = 8 * 1024;

    private final Wire wire;
    private final Clock clock;

    DeadLetters(Wire wire, Clock clock) {
        this.wire = wire;
        this.clock = clock;
    }

    /** The raw record with the headers it had and those that say why it is here. */
    ProducerRecord<byte[], byte[]> letter(
            ErrorHandlerContext context, byte @Nullable [] key, byte @Nullable [] value, Exception error) {
        Headers headers = new RecordHeaders(context.headers());
        put(headers, "exception", error.getClass().getName());
        put(headers, "message", String.valueOf(error.getMessage()));
        put(headers, "stacktrace", stackTrace(error));
        put(headers, "topic", String.valueOf(context.topic()));
        put(headers, "partition", Integer.toString(context.partition()));
        put(headers, "offset", Long.toString(context.offset()));
        return new ProducerRecord<>(Topics.DEAD_LETTERS, null, null, key, value, headers);
    }

    /** The answer to who sent a job that cannot be read: its failure, and an event that says so. */
    List<ProducerRecord<byte[], byte[]>> refusal(String jobId, Exception error) {
        Reason reason =
                Fault.cause(error, UnknownFieldException.class).isPresent() ? Reason.UNKNOWN_FIELD : Reason.INVALID_JOB;
        String message = "the record cannot be read as a job: " + error.getMessage();
        Instant now = clock.instant();
        JobFailure failure = JobFailure.newBuilder()
                .setJobId(jobId)
                .setReason(reason.code())
                .setMessage(message)
                .setFailedAt(now)
                .build();
        JobEvent event = JobEvent.newBuilder()
                .setEventId(jobId + "/" + EventType.FAILED)
                .setJobId(jobId)
                .setType(EventType.FAILED)
                .setAt(now)
                .setStage(Stage.FAILED)
                .setReason(reason.code())
                .setMessage(message)
                .build();
        return List.of(record(Topics.ERROR, jobId, failure), record(Topics.EVENTS, jobId, event));
    }

    private <V extends SpecificRecord> ProducerRecord<byte[], byte[]> record(Topic<V> topic, String key, V value) {
        return new ProducerRecord<>(
                topic.name(),
                key.getBytes(UTF_8),
                wire.serde(topic).serializer().serialize(topic.name(), value));
    }

    /** A letter that was driven back may bring older headers; only the newest count. */
    private static void put(Headers headers, String name, String value) {
        headers.remove(HEADER + name).add(HEADER + name, value.getBytes(UTF_8));
    }

    private static String stackTrace(Exception error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        String trace = text.toString();
        return trace.substring(0, Math.min(trace.length(), STACK_TRACE_CHARS));
    }
}

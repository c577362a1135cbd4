package io.scribestream.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scribestream.schemas.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * What is written when a record is set aside. It goes out in the transaction that moves the offset past the record, so
 * there is one dead letter for it.
 */
public final class DeadLetters {

    /** Where Kafka's own dead letters say the same; {@code exception, message, stacktrace, topic, partition, offset}. */
    public static final String HEADER = "__streams.errors.";

    private static final int STACK_TRACE_CHARS = 8 * 1024;

    /** The headers that a record had, and those that say why it was set aside and where it lay. */
    public static Headers headers(Headers before, Throwable error, String topic, int partition, long offset) {
        Headers headers = new RecordHeaders(before);
        put(headers, "exception", error.getClass().getName());
        put(headers, "message", String.valueOf(error.getMessage()));
        put(headers, "stacktrace", stackTrace(error));
        put(headers, "topic", topic);
        put(headers, "partition", Integer.toString(partition));
        put(headers, "offset", Long.toString(offset));
        return headers;
    }

    static ProducerRecord<byte[], byte[]> letter(
            ErrorHandlerContext context, byte @Nullable [] key, byte @Nullable [] value, Exception error) {
        Headers headers = headers(
                context.headers(), error, String.valueOf(context.topic()), context.partition(), context.offset());
        return new ProducerRecord<>(Topics.DEAD_LETTERS, null, null, key, value, headers);
    }

    /** A letter that was driven back may bring older headers; only the newest count. */
    private static void put(Headers headers, String name, String value) {
        headers.remove(HEADER + name).add(HEADER + name, value.getBytes(UTF_8));
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        String trace = text.toString();
        return trace.substring(0, Math.min(trace.length(), STACK_TRACE_CHARS));
    }

    private DeadLetters() {}
}

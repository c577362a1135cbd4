package io.scribestream.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scribestream.schemas.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
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

    /** {@code true} on a letter whose sender was told; see {@link AnsweredException}. */
    public static final String ANSWERED = "scribestream.dead-letter.answered";

    /** On a letter: the step that failed, where one did. */
    public static final String STEP = "scribestream.dead-letter.step";

    /** On a record that is no letter but says what became of one: {@code redriven} or {@code dropped}; its key is the letter's id. */
    public static final String STATE = "scribestream.dead-letter.state";

    /** On a record that was driven back: the id of the letter it was, {@code partition-offset} on the topic of dead letters. */
    public static final String REDRIVEN_FROM = "scribestream.redriven-from";

    private static final Set<String> OURS = Set.of(ANSWERED, STEP, STATE);

    private static final int STACK_TRACE_CHARS = 8 * 1024;

    /** The headers that a record had, and those that say why it was set aside and where it lay. */
    public static Headers headers(Headers before, Throwable error, String topic, int partition, long offset) {
        Headers headers = original(before);
        Throwable real = AnsweredException.unwrap(error);
        put(headers, "exception", real.getClass().getName());
        put(headers, "message", String.valueOf(real.getMessage()));
        put(headers, "stacktrace", stackTrace(real));
        put(headers, "topic", topic);
        put(headers, "partition", Integer.toString(partition));
        put(headers, "offset", Long.toString(offset));
        if (error instanceof AnsweredException) {
            headers.add(ANSWERED, "true".getBytes(UTF_8));
        }
        return headers;
    }

    /** The headers that a record had before it was set aside, for driving it back. */
    public static Headers original(Headers ofLetter) {
        Headers headers = new RecordHeaders();
        for (Header header : ofLetter) {
            if (!header.key().startsWith(HEADER) && !OURS.contains(header.key())) {
                headers.add(header);
            }
        }
        return headers;
    }

    static ProducerRecord<byte[], byte[]> letter(
            ErrorHandlerContext context, byte @Nullable [] key, byte @Nullable [] value, Exception error) {
        Headers headers = headers(
                context.headers(), error, String.valueOf(context.topic()), context.partition(), context.offset());
        if (context.processorNodeId() != null) {
            headers.add(STEP, context.processorNodeId().getBytes(UTF_8));
        }
        return new ProducerRecord<>(Topics.DEAD_LETTERS, null, null, key, value, headers);
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(HEADER + name, value.getBytes(UTF_8));
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        String trace = text.toString();
        return trace.substring(0, Math.min(trace.length(), STACK_TRACE_CHARS));
    }

    private DeadLetters() {}
}

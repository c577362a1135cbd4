package io.scribestream.ingest.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scribestream.ingest.letters.DeadLetter.Origin;
import io.scribestream.ingest.letters.DeadLetter.State;
import io.scribestream.runtime.DeadLetters;
import io.scribestream.schemas.Topics;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** How letters, and what became of them, are written on their topic. */
final class LetterRecords {

    private static final int MESSAGE_CHARS = 500;

    /** Whether a record is no letter, but says what became of one. */
    static boolean isMark(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(DeadLetters.STATE) != null;
    }

    /** The id of the letter that a mark is about. */
    static String marked(ConsumerRecord<byte[], byte[]> mark) {
        return mark.key() == null ? "" : new String(mark.key(), UTF_8);
    }

    /** Empty for a state that this version does not know. */
    static Optional<State> state(ConsumerRecord<byte[], byte[]> mark) {
        String said = text(mark.headers(), DeadLetters.STATE);
        for (State state : State.values()) {
            if (name(state).equals(said)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    static ProducerRecord<byte[], byte[]> mark(DeadLetter letter, State state) {
        ProducerRecord<byte[], byte[]> mark = new ProducerRecord<>(
                Topics.DEAD_LETTERS, letter.partition(), letter.id().getBytes(UTF_8), null);
        mark.headers().add(DeadLetters.STATE, name(state).getBytes(UTF_8));
        return mark;
    }

    static DeadLetter letter(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        String message = text(headers, DeadLetters.HEADER + "message");
        return new DeadLetter(
                record.partition(),
                record.offset(),
                new Origin(
                        text(headers, DeadLetters.HEADER + "topic"),
                        (int) number(headers, DeadLetters.HEADER + "partition"),
                        number(headers, DeadLetters.HEADER + "offset")),
                record.key() == null ? null : new String(record.key(), UTF_8),
                text(headers, DeadLetters.STEP),
                text(headers, DeadLetters.HEADER + "exception"),
                message.substring(0, Math.min(message.length(), MESSAGE_CHARS)),
                Instant.ofEpochMilli(record.timestamp()),
                headers.lastHeader(DeadLetters.ANSWERED) != null,
                State.OPEN);
    }

    /**
     * The record as it was before, and where it comes from now.
     *
     * @param partition null for where its key belongs
     */
    static ProducerRecord<byte[], byte[]> original(
            DeadLetter letter, ConsumerRecord<byte[], byte[]> record, @Nullable Integer partition) {
        Headers headers = DeadLetters.original(record.headers());
        headers.remove(DeadLetters.REDRIVEN_FROM);
        headers.add(DeadLetters.REDRIVEN_FROM, letter.id().getBytes(UTF_8));
        return new ProducerRecord<>(letter.origin().topic(), partition, null, record.key(), record.value(), headers);
    }

    private static String name(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static long number(Headers headers, String name) {
        String text = text(headers, name);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }

    private LetterRecords() {}
}

package io.scribestream.runtime.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TopicTailTest {

    private static final String TOPIC = "things";
    private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
    private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

    private final List<String> taken = new ArrayList<>();
    private final Queue<Things> consumers = new ArrayDeque<>();
    private int away;

    @Test
    void takesWhatThereWasInAllPartitionsAndWhatIsAdded() throws InterruptedException {
        TopicTail tail = tail(this::take);
        Things things = consumer(1, 0);
        things.schedulePollTask(() -> assertThat(tail.isWhole()).isFalse());
        things.schedulePollTask(() -> things.add(FIRST, 0, "a"));
        things.schedulePollTask(() -> {
            assertThat(tail.isWhole()).isTrue();
            things.add(SECOND, 0, "b");
        });
        things.schedulePollTask(tail::close);

        tail.readUntilClosed();

        assertThat(taken).containsExactly("a", "b");
        assertThat(tail.awaitWhole(Duration.ZERO)).isTrue();
        assertThat(tail.await(Map.of(FIRST, 1L, SECOND, 1L), Duration.ZERO)).isTrue();
        assertThat(tail.await(Map.of(FIRST, 2L), Duration.ZERO)).isFalse();
        assertThat(things.closed()).isTrue();
    }

    @Test
    void goesOnBehindWhatItHadTakenWhenTheBrokerIsBack() {
        TopicTail tail = tail(this::take);
        Things failing = consumer(0, 0);
        failing.schedulePollTask(() -> failing.add(FIRST, 0, "a"));
        failing.schedulePollTask(() -> failing.setPollException(new KafkaException("gone")));
        Things back = consumer(2, 0);
        back.schedulePollTask(() -> {
            assertThat(tail.trouble()).isEqualTo("gone");
            assertThat(back.position(FIRST)).isEqualTo(1);
            assertThat(back.position(SECOND)).isZero();
            back.add(FIRST, 1, "b");
        });
        back.schedulePollTask(() -> assertThat(tail.trouble()).isEmpty());
        back.schedulePollTask(tail::close);

        tail.readUntilClosed();

        assertThat(taken).containsExactly("a", "b");
        assertThat(failing.closed()).isTrue();
    }

    @Test
    void waitsForABrokerAndForATopicThatIsNotThereYet() {
        away = 2;
        TopicTail tail = tail(this::take);
        Things nothing = consumer(0, 0);
        nothing.updatePartitions(TOPIC, List.of());
        Things things = consumer(0, 0);
        things.schedulePollTask(() -> {
            assertThat(tail.trouble()).isEqualTo("the topic things is not there");
            things.add(FIRST, 0, "a");
        });
        things.schedulePollTask(tail::close);

        tail.readUntilClosed();

        assertThat(taken).containsExactly("a");
    }

    @Test
    void givesARecordAgainThatItsListenerCouldNotTakeAndNoneBeforeIt() {
        AtomicInteger refusals = new AtomicInteger(1);
        TopicTail tail = tail(record -> {
            if (text(record).equals("b") && refusals.getAndDecrement() > 0) {
                throw new IllegalStateException("not now");
            }
            take(record);
        });
        Things first = consumer(0, 0);
        first.schedulePollTask(() -> {
            first.add(FIRST, 0, "a");
            first.add(FIRST, 1, "b");
        });
        Things second = consumer(2, 0);
        second.schedulePollTask(() -> {
            assertThat(second.position(FIRST)).isEqualTo(1);
            second.add(FIRST, 1, "b");
        });
        second.schedulePollTask(tail::close);

        tail.readUntilClosed();

        assertThat(taken).containsExactly("a", "b");
    }

    @Test
    void endsWhileItWaitsForTheBroker() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();
        TopicTail tail = new TopicTail("tail", TOPIC, Start.FIRST, this::take, Duration.ofHours(1), () -> {
            attempts.incrementAndGet();
            throw new KafkaException("no broker");
        });
        Thread reading = new Thread(tail::readUntilClosed);
        reading.start();
        while (tail.trouble().isEmpty()) {
            Thread.onSpinWait();
        }

        tail.close();

        reading.join();
        assertThat(attempts).hasValue(1);
    }

    private TopicTail tail(TopicTail.Listener listener) {
        return new TopicTail("tail", TOPIC, Start.FIRST, listener, Duration.ZERO, this::next);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        taken.add(text(record));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), UTF_8);
    }

    private Things consumer(long firstEnd, long secondEnd) {
        Things things = new Things();
        things.updateEndOffsets(Map.of(FIRST, firstEnd, SECOND, secondEnd));
        consumers.add(things);
        return things;
    }

    private Consumer<byte[], byte[]> next() {
        if (away-- > 0) {
            throw new KafkaException("no broker");
        }
        return consumers.remove();
    }

    private static final class Things extends MockConsumer<byte[], byte[]> {

        Things() {
            super("earliest");
            updatePartitions(
                    TOPIC,
                    List.of(
                            new PartitionInfo(TOPIC, 0, null, null, null),
                            new PartitionInfo(TOPIC, 1, null, null, null)));
            updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        }

        void add(TopicPartition partition, long offset, String value) {
            addRecord(new ConsumerRecord<>(
                    partition.topic(), partition.partition(), offset, null, value.getBytes(UTF_8)));
        }
    }
}

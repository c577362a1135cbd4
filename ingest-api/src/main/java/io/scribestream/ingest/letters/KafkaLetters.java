package io.scribestream.ingest.letters;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.scribestream.ingest.letters.DeadLetter.State;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.tail.TopicTail;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of dead letters. What became of a letter is a record on that topic too: a record that is driven back and its
 * mark go out in one transaction. Whoever settles a letter takes over the one name under which that is done, which ends
 * what others have not committed, and only then looks whether the letter is open: so each is settled once, whoever and
 * however many try.
 */
public final class KafkaLetters implements Letters, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLetters.class);

    /** Letters are bugs: when there are more than these, the older ones tell nothing new. */
    private static final int KEPT = 10_000;

    private static final String SETTLING = "scribestream-dead-letters";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<String> OUTCOMES = Set.of(Topics.DONE.name(), Topics.ERROR.name());
    private static final Set<String> TOPICS =
            Topics.all().stream().map(Topic::name).collect(toUnmodifiableSet());

    private final RuntimeConfig config;
    private final LetterIndex index = new LetterIndex(KEPT);
    private final TopicTail tail;

    public KafkaLetters(RuntimeConfig config) {
        this.config = config;
        this.tail = TopicTail.follow("dead-letters", Topics.DEAD_LETTERS, config, index);
    }

    @Override
    public List<DeadLetter> newest(int limit) {
        return index.newest(limit);
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return index.find(id);
    }

    @Override
    public Optional<DeadLetter> blocking(String jobId) {
        return index.blocking(jobId);
    }

    @Override
    public Optional<Content> content(DeadLetter letter) {
        return read(letter).map(record -> {
            Map<String, byte[]> headers = new HashMap<>();
            for (Header header : record.headers()) {
                headers.put(header.key(), header.value());
            }
            return new Content(headers, record.value());
        });
    }

    @Override
    public void redrive(DeadLetter letter) {
        if (letter.answered()) {
            throw new RefusedException(
                    "answered",
                    "its sender was told already, so that sending it again would change nothing; send the job under"
                            + " another id, or have its gaps heard again with 'scribe redrive'");
        }
        String topic = letter.origin().topic();
        if (OUTCOMES.contains(topic)) {
            throw new RefusedException(
                    "outcome",
                    "it is the outcome of a job, which " + topic + " has already; nobody is to read it twice");
        }
        if (!TOPICS.contains(topic)) {
            throw new RefusedException(
                    "unknown_topic", "it came from the topic '" + topic + "', which is none that it can be sent to");
        }
        ConsumerRecord<byte[], byte[]> record = read(letter)
                .orElseThrow(() -> new RefusedException("gone", "the topic of dead letters does not hold it any more"));
        settle(letter, State.REDRIVEN, record);
    }

    @Override
    public void drop(DeadLetter letter) {
        settle(letter, State.DROPPED, null);
    }

    @Override
    public void close() {
        tail.close();
    }

    /** @param back the record to send to its topic; null for none */
    private void settle(DeadLetter letter, State state, @Nullable ConsumerRecord<byte[], byte[]> back) {
        try (Producer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            requireOpen(letter);
            producer.beginTransaction();
            if (back != null) {
                producer.send(LetterRecords.original(letter, back, partition(letter, producer)));
            }
            producer.send(LetterRecords.mark(letter, state));
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw new UnavailableException("the dead letter " + letter.id() + " could not be settled", e);
        }
        awaitSettled(letter);
    }

    /** A commit is certain before it can be read: whoever looks right after this should see what became of the letter. */
    private void awaitSettled(DeadLetter letter) {
        try {
            if (!index.awaitSettled(letter.id(), PATIENCE)) {
                LOG.atWarn().addKeyValue("letter", letter.id()).log("settled, but not to be seen yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where it lay before, unless there are fewer partitions now. */
    private static @Nullable Integer partition(DeadLetter letter, Producer<?, ?> producer) {
        int partition = letter.origin().partition();
        int partitions = producer.partitionsFor(letter.origin().topic()).size();
        return partition >= 0 && partition < partitions ? partition : null;
    }

    private void requireOpen(DeadLetter letter) {
        awaitIndex();
        State state = index.find(letter.id()).map(DeadLetter::state).orElse(letter.state());
        if (state != State.OPEN) {
            throw new RefusedException(
                    "settled",
                    "the dead letter " + letter.id() + " was " + state.name().toLowerCase(Locale.ROOT) + " already");
        }
    }

    /**
     * All that is committed now is in the index when this returns; the start of our own transactions has waited until
     * those before it can be read.
     */
    private void awaitIndex() {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            if (!tail.await(consumer.endOffsets(TopicTail.partitions(consumer, Topics.DEAD_LETTERS)), PATIENCE)) {
                throw new UnavailableException("the dead letters are not read to their end yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while the dead letters were read", e);
        }
    }

    private Optional<ConsumerRecord<byte[], byte[]>> read(DeadLetter letter) {
        TopicPartition partition = new TopicPartition(Topics.DEAD_LETTERS, letter.partition());
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(partition));
            long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            consumer.seek(partition, letter.offset());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (letter.offset() >= first && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    return record.offset() == letter.offset() ? Optional.of(record) : Optional.empty();
                }
            }
            if (letter.offset() < first) {
                return Optional.empty();
            }
        } catch (KafkaException e) {
            throw new UnavailableException("the dead letter " + letter.id() + " could not be read", e);
        }
        throw new UnavailableException("the dead letter " + letter.id() + " did not come in time");
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Topic.MAX_RECORD_BYTES);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, SETTLING);
        // One that is left open holds up all who read committed records.
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_RECORD_BYTES);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * Topic.MAX_RECORD_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}

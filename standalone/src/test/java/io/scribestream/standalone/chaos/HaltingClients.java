package io.scribestream.standalone.chaos;

import io.scribestream.runtime.InstanceClients;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The product's clients for a stream, whose producer halts around what it does: {@code send}, {@code offsets}, {@code before
 * commit} and {@code after commit}, each with a topic that has records in the transaction.
 */
public final class HaltingClients extends InstanceClients {

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new HaltingProducer(named(config));
    }

    private static final class HaltingProducer extends KafkaProducer<byte[], byte[]> {

        private final Set<String> topics = new HashSet<>();
        private final CommitTimeouts timeouts = new CommitTimeouts();

        HaltingProducer(Map<String, Object> config) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            Future<RecordMetadata> sent = super.send(record, callback);
            topics.add(record.topic());
            HaltPoint.reach("send " + record.topic());
            return sent;
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            super.sendOffsetsToTransaction(offsets, group);
            timeouts.readOn(!offsets.isEmpty());
            topics.forEach(topic -> HaltPoint.reach("offsets " + topic));
        }

        @Override
        public void commitTransaction() {
            topics.forEach(topic -> HaltPoint.reach("before commit " + topic));
            if (timeouts.isOwed()) {
                return;
            }
            timeouts.beforeCommit();
            super.commitTransaction();
            timeouts.afterCommit();
            topics.forEach(topic -> HaltPoint.reach("after commit " + topic));
            topics.clear();
        }

        @Override
        public void abortTransaction() {
            topics.clear();
            super.abortTransaction();
        }
    }
}

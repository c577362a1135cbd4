package io.scribestream.ingest;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.operate.Operations;
import io.scribestream.runtime.trace.CurrentTrace;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.OperatorOrder;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Puts jobs and orders about them on their topics, with the trace that they belong to. Thread-safe. */
final class JobSender {

    private final Producer<String, SpecificRecord> producer;
    private final Duration patience;

    JobSender(Producer<String, SpecificRecord> producer, Duration patience) {
        this.producer = producer;
        this.patience = patience;
    }

    /**
     * Returns once Kafka has the job: only then may anybody be told that it is accepted.
     *
     * @throws UnavailableException if Kafka does not acknowledge in time
     */
    void send(TranscriptionJob job) {
        send(Topics.JOBS, job.getJobId(), job);
    }

    /** As with a job. */
    void send(JobCommand order) {
        send(Topics.CONTROL, order.getJobId(), order);
    }

    /** As with a job. */
    void send(OperatorOrder order) {
        send(Topics.OPERATIONS, Operations.key(order), order);
    }

    private <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        try {
            ProducerRecord<String, SpecificRecord> record = new ProducerRecord<>(topic.name(), key, value);
            CurrentTrace.get().putOn(record.headers());
            producer.send(record).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new UnavailableException("Kafka did not acknowledge the record for " + topic.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted before Kafka acknowledged the record for " + topic.name(), e);
        }
    }
}

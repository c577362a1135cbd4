package io.scribestream.ingest;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Puts jobs on their topic. Thread-safe. */
final class JobSender {

    private final Producer<String, TranscriptionJob> producer;
    private final Duration patience;

    JobSender(Producer<String, TranscriptionJob> producer, Duration patience) {
        this.producer = producer;
        this.patience = patience;
    }

    /**
     * Returns once Kafka has the job: only then may anybody be told that it is accepted.
     *
     * @throws UnavailableException if Kafka does not acknowledge in time
     */
    void send(TranscriptionJob job) {
        try {
            producer.send(new ProducerRecord<>(Topics.JOBS.name(), job.getJobId(), job))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new UnavailableException("Kafka did not acknowledge the job", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted before Kafka acknowledged the job", e);
        }
    }
}

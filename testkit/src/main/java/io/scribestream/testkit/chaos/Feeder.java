package io.scribestream.testkit.chaos;

import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.testkit.chaos.JobBook.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends jobs as a careful client does: until they are acknowledged, under the same id and with the same content each time.
 * What was acknowledged is in the book.
 */
public final class Feeder implements AutoCloseable {

    private static final int DELIVERY_MILLIS = 20_000;
    private static final long PAUSE_MILLIS = 500;
    private static final int TRIES = 60;

    private final Wire wire;
    private final JobBook book;
    private final KafkaProducer<String, byte[]> producer;

    public Feeder(String bootstrapServers, Wire wire, JobBook book) {
        this.wire = wire;
        this.book = book;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        DELIVERY_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        DELIVERY_MILLIS / 2,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        DELIVERY_MILLIS,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        500),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Returns when the job is accepted. Its name goes along as the prompt, so that the engine knows it. */
    public void send(Entry entry, Recording recording) throws IOException, InterruptedException {
        send(
                entry,
                recording,
                new Source(
                        SourceKind.FILE,
                        recording.file().toString(),
                        recording.name(),
                        Files.size(recording.file()),
                        ""));
    }

    /** @param source where the recording lies */
    public void send(Entry entry, Recording recording, Source source) throws InterruptedException {
        TranscriptionJob job = TranscriptionJob.newBuilder()
                .setJobId(entry.jobId())
                .setClient(entry.client())
                .setSource(source)
                .setOptions(JobOptions.newBuilder()
                        .setLanguage(recording.language())
                        .setPrompt(entry.jobId())
                        .build())
                .setSubmittedAt(Instant.now())
                .build();
        untilAcknowledged(Topics.JOBS.name(), entry.jobId(), bytes(Topics.JOBS, job));
        book.add(entry);
    }

    public void cancel(String jobId) throws InterruptedException {
        order(jobId, Command.CANCEL);
    }

    /** Has the gaps of a job heard again. */
    public void redrive(String jobId) throws InterruptedException {
        order(jobId, Command.REDRIVE);
    }

    private void order(String jobId, Command command) throws InterruptedException {
        JobCommand order = JobCommand.newBuilder()
                .setJobId(jobId)
                .setCommand(command)
                .setAt(Instant.now())
                .setBy("chaos")
                .build();
        untilAcknowledged(Topics.CONTROL.name(), jobId, bytes(Topics.CONTROL, order));
    }

    @Override
    public void close() {
        producer.close();
    }

    private <V extends SpecificRecord> byte[] bytes(io.scribestream.schemas.Topic<V> topic, V value) {
        byte[] bytes = wire.serde(topic).serialize(topic.name(), value);
        if (bytes == null) {
            throw new IllegalArgumentException("nothing to send");
        }
        return bytes;
    }

    private void untilAcknowledged(String topic, String key, byte[] value) throws InterruptedException {
        for (int tried = 1; ; tried++) {
            try {
                producer.send(new ProducerRecord<>(topic, key, value)).get();
                return;
            } catch (ExecutionException | KafkaException e) {
                if (tried == TRIES) {
                    throw new IllegalStateException(key + " was not acknowledged in " + tried + " tries", e);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}

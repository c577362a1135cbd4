package io.scribestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.AnsweredException;
import io.scribestream.runtime.DeadLetters;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.TopicCreator;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaUnderTest.Extension.class)
class JobsIT {

    private static final Exception BUG = new IllegalStateException("a mistake of ours");

    private final KafkaUnderTest kafka;
    private final Wire wire = new Wire(new InMemorySchemaRegistry());
    private final String id = "job-" + UUID.randomUUID();
    private final Failures heard = new Failures();
    private KafkaProducer<String, byte[]> producer;

    JobsIT(KafkaUnderTest kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void begin() throws InterruptedException {
        Env env = Env.of(Map.of())
                .with(Setting.KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers())
                .with(Setting.SCRIBE_JOB_PARTITIONS, KafkaUnderTest.PARTITIONS)
                .with(Setting.SCRIBE_AUDIO_PARTITIONS, KafkaUnderTest.PARTITIONS);
        TopicCreator.ensure(RuntimeConfig.from(env), Duration.ofSeconds(60));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void end() {
        producer.close();
    }

    @Test
    void failsAJobWhoseRecordOrChunkMadeTheProgramFail() throws Exception {
        try (Jobs jobs = new Jobs(kafka.bootstrapServers(), wire)) {
            jobs.catchUp(heard);
            setAside(id, BUG);
            setAside(Topics.chunkKey(id + "-2", 7), BUG);
            Patience.until("two failures", () -> {
                jobs.poll(Duration.ofMillis(100), heard);
                return heard.of(id).size() + heard.of(id + "-2").size() == 2;
            });
        }
        assertThat(heard.of(id)).singleElement().satisfies(failure -> {
            assertThat(failure.getReason()).isEqualTo("internal");
            assertThat(failure.getMessage()).contains("IllegalStateException: a mistake of ours");
        });
        assertThat(heard.of(id + "-2")).hasSize(1);
    }

    @Test
    void knowsJobsThatFailedSoInAnEarlierRun() throws Exception {
        setAside(id, BUG);
        try (Jobs jobs = new Jobs(kafka.bootstrapServers(), wire)) {
            jobs.catchUp(heard);
        }
        assertThat(heard.of(id)).hasSize(1);
    }

    @Test
    void failsNoJobForARecordThatWasRefusedUnderItsId() throws Exception {
        setAside(id, new RejectedException(Reason.ID_CONFLICT, "the id was used before"));
        setAside(null, BUG);
        setAside(id + "-last", BUG);
        try (Jobs jobs = new Jobs(kafka.bootstrapServers(), wire)) {
            jobs.catchUp(heard);
        }
        assertThat(heard.of(id + "-last")).hasSize(1);
        assertThat(heard.of(id)).isEmpty();
    }

    @Test
    void failsNoJobWhoseSenderWasToldAndNoneForWhatBecameOfALetter() throws Exception {
        setAside(id, new AnsweredException(BUG));
        ProducerRecord<String, byte[]> mark = new ProducerRecord<>(Topics.DEAD_LETTERS, id, null);
        mark.headers().add(DeadLetters.STATE, "dropped".getBytes(StandardCharsets.UTF_8));
        producer.send(mark).get();
        setAside(id + "-last", BUG);
        try (Jobs jobs = new Jobs(kafka.bootstrapServers(), wire)) {
            jobs.catchUp(heard);
        }
        assertThat(heard.of(id + "-last")).hasSize(1);
        assertThat(heard.of(id)).isEmpty();
    }

    private void setAside(@Nullable String key, Exception why) throws Exception {
        Headers headers = DeadLetters.headers(new RecordHeaders(), why, "transcription.jobs", 0, 0);
        producer.send(new ProducerRecord<>(Topics.DEAD_LETTERS, null, key, new byte[0], headers))
                .get();
    }

    private static final class Failures implements Jobs.Listener {

        private final List<JobFailure> all = new ArrayList<>();

        @Override
        public void done(Transcript transcript) {}

        @Override
        public void failed(JobFailure failure) {
            all.add(failure);
        }

        List<JobFailure> of(String jobId) {
            return all.stream()
                    .filter(failure -> failure.getJobId().equals(jobId))
                    .toList();
        }
    }
}

package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.notifier.deciding.Signer;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.TopicCreator;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.schemas.registry.RegistryServer;
import io.scribestream.standalone.KafkaUnderTest;
import io.scribestream.standalone.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The notifier as a process of its own, killed while webhooks wait in it. */
@ExtendWith(KafkaUnderTest.Extension.class)
class NotifierKillsIT {

    private static final int JOBS = 20;
    private static final String SECRET = "whsec_b29vb29vb29vb29vb29vb29vb29vb29vb29vb29v";

    @TempDir
    private Path folder;

    private final KafkaUnderTest kafka;

    NotifierKillsIT(KafkaUnderTest kafka) {
        this.kafka = kafka;
    }

    @Test
    void losesNoWebhookAndKeepsTheirIdsWhenItIsKilled() throws Exception {
        try (EmbeddedSchemaRegistry schemas = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers());
                RegistryServer registry = RegistryServer.onLoopback(schemas, 0);
                Receiver receiver = Receiver.answering(503)) {
            Map<String, String> settings = settings(registry, receiver);
            TopicCreator.ensure(RuntimeConfig.from(Env.of(settings)), Duration.ofMinutes(1));
            try (ScribeChild killed = ScribeChild.start(folder, settings, "notifier")) {
                killed.await("works on");
                complete(new Wire(schemas), receiver.url());
                Patience.until("a first attempt", () -> !receiver.got().isEmpty());
                killed.kill();
            }
            String first = receiver.got().get(0).id();
            receiver.answers(200);
            try (ScribeChild next = ScribeChild.start(folder, settings, "notifier")) {
                next.await("works on");
                Patience.until("every webhook", () -> ids(receiver).size() == JOBS);
                assertThat(ids(receiver)).contains(first);
                assertThat(receiver.got())
                        .allMatch(webhook -> webhook.isSignedBy(Signer.of(List.of(SECRET)), "default"));
                // What the killed one had sent, or was about to note, may come once more; nothing comes twice else.
                assertThat(receiver.got()).hasSizeLessThanOrEqualTo(JOBS + 3);
            }
        }
    }

    private static List<String> ids(Receiver receiver) {
        return receiver.got().stream().map(Receiver.Got::id).distinct().toList();
    }

    private void complete(Wire wire, String callback) throws Exception {
        try (KafkaProducer<String, Transcript> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                wire.serde(Topics.DONE).serializer())) {
            for (int i : IntStream.range(0, JOBS).toArray()) {
                String jobId = "told-" + i;
                Transcript transcript = Transcript.newBuilder()
                        .setJobId(jobId)
                        .setSource(new Source(SourceKind.UPLOAD, "x", "talk.wav", 1L, ""))
                        .setOptions(new JobOptions("en", "", false))
                        .setText("")
                        .setSegments(List.of())
                        .setCallback(callback)
                        .build();
                producer.send(new ProducerRecord<>(Topics.DONE.name(), jobId, transcript))
                        .get();
            }
        }
    }

    private Map<String, String> settings(RegistryServer registry, Receiver receiver) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "SCHEMA_REGISTRY_URL",
                registry.url().toString(),
                "SCRIBE_INSTANCE_ID",
                "notifier",
                "SCRIBE_JOB_PARTITIONS",
                KafkaUnderTest.PARTITIONS,
                "SCRIBE_AUDIO_PARTITIONS",
                KafkaUnderTest.PARTITIONS,
                "SCRIBE_STATE_DIR",
                folder.resolve("state").toString(),
                "SCRIBE_WEBHOOK_SECRETS",
                SECRET,
                "SCRIBE_WEBHOOK_ALLOW",
                receiver.place());
    }
}

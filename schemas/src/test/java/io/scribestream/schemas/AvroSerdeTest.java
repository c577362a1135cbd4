package io.scribestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import io.scribestream.schemas.registry.RegistryUnavailableException;
import io.scribestream.schemas.registry.SchemaRegistry;
import io.scribestream.schemas.registry.UnknownSchemaException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroSerdeTest {

    private static final TranscriptionJob JOB = TranscriptionJob.newBuilder()
            .setJobId("job-1")
            .setSource(Source.newBuilder()
                    .setKind(SourceKind.FILE)
                    .setLocation("/a/speech.wav")
                    .build())
            .setOptions(JobOptions.newBuilder().setLanguage("de").build())
            .build();

    private final SchemaRegistry registry = new InMemorySchemaRegistry();
    private final AvroSerde<TranscriptionJob> jobs = AvroSerde.of(Topics.JOBS, registry);

    static Stream<Topic<?>> topics() {
        return Topics.all().stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    <V extends SpecificRecord> void readsWhatItWrote(Topic<V> topic) {
        AvroSerde<V> serde = AvroSerde.of(topic, registry);
        for (V record : Samples.of(topic.type(), 50)) {
            assertThat(serde.deserialize(topic.name(), serde.serialize(topic.name(), record)))
                    .isEqualTo(record);
        }
    }

    @Test
    void refusesAValueThatItsTopicDoesNotTake() {
        TranscriptionJob large = TranscriptionJob.newBuilder(JOB)
                .setMetadata(Map.of("note", "x".repeat(Topics.JOBS.maxRecordBytes())))
                .build();

        assertThatThrownBy(() -> jobs.serialize(Topics.JOBS.name(), large))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void writesAZeroByteTheIdInFourBytesAndTheRecord() {
        registry.register("other-value", Schema.create(Schema.Type.STRING));
        byte[] bytes = AvroSerde.of(Topics.CONTROL, registry)
                .serialize(
                        "transcription.control",
                        JobCommand.newBuilder()
                                .setJobId("ab")
                                .setCommand(Command.CANCEL)
                                .build());
        assertThat(bytes)
                .containsExactly(
                        0, 0, 0, 0, 2, /* "ab" */ 4, 'a', 'b', /* CANCEL */ 2, /* at */ 0, /* by */ 0, /* language */
                        0, /* no prompt */ 0);
    }

    @Test
    void registersTheSchemaAsItsFileSaysIt() {
        int id = AvroSerde.schemaId(jobs.serialize("transcription.jobs", JOB));
        assertThat(registry.byId(id).toString())
                .doesNotContain("avro.java.string")
                .contains("\"doc\":\"Who sends it");
    }

    @Test
    void passesNullOnAsATombstone() {
        assertThat(jobs.serialize("transcription.jobs", null)).isNull();
        assertThat(jobs.deserialize("transcription.jobs", null)).isNull();
    }

    @Test
    void refusesAnotherFirstByte() {
        byte[] bytes = jobs.serialize("transcription.jobs", JOB);
        bytes[0] = '{';
        assertThatThrownBy(() -> jobs.deserialize("transcription.jobs", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("begins with byte 123 instead of 0");
    }

    @Test
    void refusesARecordWithoutAWholeId() {
        assertThatThrownBy(() -> jobs.deserialize("transcription.jobs", new byte[] {0, 0, 0}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("has only 3 bytes");
    }

    @Test
    void refusesAnIdThatNobodyRegistered() {
        assertThatThrownBy(() -> jobs.deserialize("transcription.jobs", new byte[] {0, 0, 0, 0, 99, 1}))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessage("no schema has the id 99");
    }

    @Test
    void refusesARecordThatEndsEarly() {
        byte[] bytes = jobs.serialize("transcription.jobs", JOB);
        for (int length = 5; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> jobs.deserialize("transcription.jobs", cut))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageStartingWith("cannot read a TranscriptionJob from transcription.jobs: ");
        }
    }

    @Test
    void refusesBytesBehindTheRecord() {
        byte[] bytes = jobs.serialize("transcription.jobs", JOB);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 2);
        assertThatThrownBy(() -> jobs.deserialize("transcription.jobs", longer))
                .isInstanceOf(SerializationException.class)
                .hasMessageEndingWith("2 bytes too many stand behind it");
    }

    @Test
    void neverFailsOtherwiseThanBySayingSoWhateverByteIsFlipped() {
        byte[] bytes = jobs.serialize("transcription.jobs", JOB);
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = bytes.clone();
            damaged[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();
            damaged[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();
            try {
                assertThat(jobs.deserialize("transcription.jobs", damaged)).isNotNull();
            } catch (SerializationException expected) {
                assertThat(expected).hasMessageContaining("TranscriptionJob");
            }
        }
    }

    @Test
    void saysWhichValueIsMissing() {
        TranscriptionJob withoutSource = new TranscriptionJob();
        withoutSource.setJobId("job-1");
        assertThatThrownBy(() -> jobs.serialize("transcription.jobs", withoutSource))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith("cannot write a TranscriptionJob for transcription.jobs: ");
    }

    @Test
    void letsTheRegistrysSilenceThrough() {
        AvroSerde<TranscriptionJob> lonely = AvroSerde.of(Topics.JOBS, new SilentRegistry());
        assertThatThrownBy(() -> lonely.serialize("transcription.jobs", JOB))
                .isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> lonely.deserialize("transcription.jobs", new byte[] {0, 0, 0, 0, 1, 1}))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void servesManyThreadsAtOnce() {
        List<Transcript> records = Samples.of(Transcript.class, 200);
        AvroSerde<Transcript> shared = AvroSerde.of(Topics.DONE, registry);
        assertThat(records.parallelStream()
                        .map(record -> shared.deserialize("done", shared.serialize("done", record)))
                        .toList())
                .isEqualTo(records);
    }

    @Test
    void asksTheRegistryOncePerSchema() {
        CountingRegistry counting = new CountingRegistry();
        AvroSerde<TranscriptionJob> serde = AvroSerde.of(Topics.JOBS, counting);
        for (String topic : List.of("a", "b", "a", "b")) {
            serde.deserialize(topic, serde.serialize(topic, JOB));
        }
        assertThat(counting.questions).isEqualTo(3);
    }

    private static final class SilentRegistry implements SchemaRegistry {
        @Override
        public int register(String subject, Schema schema) {
            throw new RegistryUnavailableException("nobody there");
        }

        @Override
        public Schema byId(int id) {
            throw new RegistryUnavailableException("nobody there");
        }
    }

    private static final class CountingRegistry implements SchemaRegistry {
        private final SchemaRegistry real = new InMemorySchemaRegistry();
        private int questions;

        @Override
        public int register(String subject, Schema schema) {
            questions++;
            return real.register(subject, schema);
        }

        @Override
        public Schema byId(int id) {
            questions++;
            return real.byId(id);
        }
    }
}

package io.scribestream.runtime;

import static io.scribestream.schemas.Topics.CONTROL;
import static io.scribestream.schemas.Topics.DEAD_LETTERS;
import static io.scribestream.schemas.Topics.EVENTS;
import static io.scribestream.schemas.Topics.JOBS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.schemas.Topic;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import io.scribestream.schemas.registry.RegistryUnavailableException;
import io.scribestream.schemas.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadLettersTest {

    private static final byte[] GARBAGE = {7, 7, 7, 7, 7, 7};

    @TempDir
    Path state;

    private final SwitchedRegistry registry = new SwitchedRegistry();
    private final Wire wire = new Wire(registry);
    private TopologyTestDriver driver;

    /** {@code jobs, control -> events}; says what cannot be read as a job, and fails at commands as their sender says. */
    private static final class FailingFlow implements Flow {

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public void addTo(StreamsBuilder builder, Wire wire) {
            KStream<String, JobEvent> unreadable = wire.inAll(builder, JOBS)
                    .mapValues(job -> event("", ((Unreadable) job).error().getMessage()), Named.as("say-why"));
            wire.out(
                    EVENTS,
                    wire.in(builder, CONTROL)
                            .mapValues(FailingFlow::handle, Named.as("fail-or-not"))
                            .merge(unreadable, Named.as("join-unreadable")));
        }

        private static JobEvent handle(JobCommand command) {
            return switch (command.getBy()) {
                case "bug" -> throw new IllegalStateException("a mistake of ours");
                case "answered" -> throw new AnsweredException(new IllegalStateException("told already"));
                case "dependency" -> throw new UnavailableException("no engine");
                case "unwritable" -> new JobEvent();
                default -> event(command.getJobId(), "");
            };
        }

        private static JobEvent event(String jobId, String message) {
            return JobEvent.newBuilder()
                    .setEventId("1")
                    .setJobId(jobId)
                    .setType(EventType.ACCEPTED)
                    .setMessage(message)
                    .build();
        }
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void setsAsideWhatCannotBeReadWithTheReasonInItsHeaders() {
        sendRaw(CONTROL.name(), "job-1", GARBAGE, new RecordHeaders().add("trace", "t".getBytes(UTF_8)));

        assertThat(deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo("job-1");
            assertThat(letter.value()).isEqualTo(GARBAGE);
            assertThat(header(letter, "trace")).isEqualTo("t");
            assertThat(header(letter, "__streams.errors.exception")).endsWith("SerializationException");
            assertThat(header(letter, "__streams.errors.message")).contains("begins with byte 7 instead of 0");
            assertThat(header(letter, "__streams.errors.stacktrace")).contains("AvroSerde");
            assertThat(header(letter, "__streams.errors.topic")).isEqualTo("transcription.control");
            assertThat(header(letter, "__streams.errors.partition")).isEqualTo("0");
            assertThat(header(letter, "__streams.errors.offset")).isEqualTo("0");
        });
    }

    @Test
    void keepsOnlyTheNewestReasonOfALetterThatWasDrivenBack() {
        sendRaw(
                CONTROL.name(),
                "job-1",
                GARBAGE,
                new RecordHeaders().add("__streams.errors.offset", "42".getBytes(UTF_8)));

        assertThat(deadLetters().get(0).headers().headers("__streams.errors.offset"))
                .singleElement()
                .satisfies(offset -> assertThat(offset.value()).isEqualTo("0".getBytes(UTF_8)));
    }

    @Test
    void handsWhatCannotBeReadToAFlowThatAnswersItself() throws IOException {
        sendRaw(JOBS.name(), "job-1", GARBAGE, new RecordHeaders());
        sendRaw(JOBS.name(), "job-2", jobWithAColour(), new RecordHeaders());

        assertThat(received(EVENTS))
                .extracting(JobEvent::getMessage)
                .satisfiesExactly(
                        first -> assertThat(first).contains("begins with byte 7 instead of 0"),
                        second -> assertThat(second).contains("'colour'"));
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void setsAsideTheRecordThatMadeAStepFailAndGoesOn() {
        send("job-1", "bug");
        send("job-2", "user");

        assertThat(deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo("job-1");
            assertThat(wire.serde(CONTROL)
                            .deserialize(CONTROL.name(), letter.value())
                            .getBy())
                    .isEqualTo("bug");
            assertThat(header(letter, "__streams.errors.message")).isEqualTo("a mistake of ours");
        });
        assertThat(received(EVENTS)).extracting(JobEvent::getJobId).containsExactly("job-2");
    }

    @Test
    void setsAsideTheRecordWhoseResultCannotBeWrittenDown() {
        send("job-1", "unwritable");

        assertThat(deadLetters()).singleElement().satisfies(letter -> assertThat(letter.key())
                .isEqualTo("job-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unreadable", "bug", "unwritable"})
    void keepsAllThatDrivingItBackNeeds(String by) {
        Headers trace = new RecordHeaders().add("trace", "t".getBytes(UTF_8));
        send("job-0", "user");
        byte[] value = by.equals("unreadable") ? GARBAGE : command("job-1", by);

        sendRaw(CONTROL.name(), "job-1", value, trace);

        assertThat(deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo("job-1");
            assertThat(letter.value()).isEqualTo(value);
            assertThat(header(letter, "__streams.errors.topic")).isEqualTo("transcription.control");
            assertThat(header(letter, "__streams.errors.partition")).isEqualTo("0");
            assertThat(header(letter, "__streams.errors.offset")).isEqualTo("1");
            assertThat(header(letter, "__streams.errors.exception")).contains("Exception");
            assertThat(header(letter, "__streams.errors.message")).isNotBlank();
            assertThat(header(letter, DeadLetters.STEP)).isNotBlank();
            assertThat(letter.headers().lastHeader(DeadLetters.ANSWERED)).isNull();
            assertThat(DeadLetters.original(letter.headers())).isEqualTo(trace);
        });
    }

    @Test
    void marksALetterWhoseSenderWasToldAndSaysWhatReallyHappened() {
        send("job-1", "answered");

        assertThat(deadLetters()).singleElement().satisfies(letter -> {
            assertThat(header(letter, DeadLetters.ANSWERED)).isEqualTo("true");
            assertThat(header(letter, "__streams.errors.exception")).endsWith("IllegalStateException");
            assertThat(header(letter, "__streams.errors.message")).isEqualTo("told already");
        });
    }

    @Test
    void readsTheRecordAgainWhenADependencyIsAway() {
        assertThatThrownBy(() -> send("job-1", "dependency"))
                .isInstanceOf(StreamsException.class)
                .hasRootCauseInstanceOf(UnavailableException.class);

        assertThat(deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"transcription.control", "transcription.jobs"})
    void readsTheRecordAgainWhenTheRegistryIsAway(String topic) {
        registry.id(CONTROL);
        registry.away = true;

        assertThatThrownBy(() -> sendRaw(
                        topic, "job-1", ByteBuffer.allocate(6).putInt(1, 1).array(), new RecordHeaders()))
                .isInstanceOf(StreamsException.class)
                .satisfies(error -> assertThat(Fault.of(error)).isEqualTo(Fault.DEPENDENCY));
    }

    private TopologyTestDriver driver() {
        if (driver == null) {
            Map<String, Object> settings = new HashMap<>(StreamsSettings.faults());
            settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
            settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
            settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
            Properties properties = new Properties();
            properties.putAll(settings);
            driver = new TopologyTestDriver(FlowBuilder.topology(new FailingFlow(), wire, settings), properties);
        }
        return driver;
    }

    private void send(String jobId, String by) {
        sendRaw(CONTROL.name(), jobId, command(jobId, by), new RecordHeaders());
    }

    private byte[] command(String jobId, String by) {
        JobCommand command = JobCommand.newBuilder()
                .setJobId(jobId)
                .setCommand(Command.CANCEL)
                .setBy(by)
                .build();
        return wire.serde(CONTROL).serialize(CONTROL.name(), command);
    }

    private void sendRaw(String topic, String key, byte[] value, Headers headers) {
        driver().createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers));
    }

    private List<TestRecord<String, byte[]>> deadLetters() {
        return driver().createOutputTopic(DEAD_LETTERS, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private <V extends SpecificRecord> List<V> received(Topic<V> topic) {
        return driver().createOutputTopic(
                        topic.name(),
                        new StringDeserializer(),
                        wire.serde(topic).deserializer())
                .readValuesToList();
    }

    private static String header(TestRecord<String, byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    private byte[] jobWithAColour() throws IOException {
        Schema schema = SchemaBuilder.record("TranscriptionJob")
                .namespace("io.scribestream.schemas.avro")
                .fields()
                .requiredString("jobId")
                .requiredString("colour")
                .endRecord();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5)
                .putInt(1, registry.register(JOBS.subject(), schema))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema)
                .write(
                        new GenericRecordBuilder(schema)
                                .set("jobId", "job-1")
                                .set("colour", "blue")
                                .build(),
                        encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** A registry that can be away. */
    private static final class SwitchedRegistry implements SchemaRegistry {

        private final SchemaRegistry schemas = new InMemorySchemaRegistry();
        private boolean away;

        int id(Topic<?> topic) {
            return register(topic.subject(), topic.schema());
        }

        @Override
        public int register(String subject, Schema schema) {
            check();
            return schemas.register(subject, schema);
        }

        @Override
        public Schema byId(int id) {
            check();
            return schemas.byId(id);
        }

        private void check() {
            if (away) {
                throw new RegistryUnavailableException("the registry does not answer");
            }
        }
    }
}

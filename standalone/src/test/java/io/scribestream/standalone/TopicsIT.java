package io.scribestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.standalone.Tail.DeadLetter;
import io.scribestream.standalone.cli.RunningScribe;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningScribe.Extension.class)
class TopicsIT {

    private static final Map<String, List<String>> STORES = Map.of(
            "chunker", List.of("chunker-cursors"),
            "merger", List.of("merger-rows", "merger-summaries"));

    private static final String JOBS_SUBJECT = "transcription.jobs-value";

    private final RunningScribe scribe;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String id = "job-" + UUID.randomUUID();
    private Path recording;
    private Tail tail;
    private KafkaProducer<String, byte[]> raw;

    TopicsIT(RunningScribe scribe) {
        this.scribe = scribe;
    }

    @BeforeEach
    void begin() throws IOException {
        recording = scribe.recordings().resolve("jfk.wav");
        if (!Files.exists(recording)) {
            Files.copy(LongSpeech.ONCE, recording);
        }
        tail = new Tail(scribe.bootstrapServers(), scribe.registryUrl());
        raw = new KafkaProducer<>(
                Map.of("bootstrap.servers", scribe.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void end() {
        tail.close();
        raw.close();
    }

    /** Both programs are those of the README, but for the addresses and the end of the loop. */
    @Test
    void takesAJobFromAPlainProducerAndGivesItsTranscriptToAPlainConsumer() throws Exception {
        Properties sending = new Properties();
        sending.put("bootstrap.servers", scribe.bootstrapServers());
        sending.put("schema.registry.url", scribe.registryUrl());
        sending.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        sending.put("value.serializer", "io.scribestream.schemas.AvroSerializer");
        TranscriptionJob job = TranscriptionJob.newBuilder()
                .setJobId(id)
                .setSource(Source.newBuilder()
                        .setKind(SourceKind.FILE)
                        .setLocation(recording.toString())
                        .build())
                .build();
        try (KafkaProducer<String, TranscriptionJob> producer = new KafkaProducer<>(sending)) {
            producer.send(new ProducerRecord<>("transcription.jobs", job.getJobId(), job))
                    .get();
        }

        Properties reading = new Properties();
        reading.put("bootstrap.servers", scribe.bootstrapServers());
        reading.put("schema.registry.url", scribe.registryUrl());
        reading.put("group.id", "my-app");
        reading.put("isolation.level", "read_committed");
        reading.put("auto.offset.reset", "earliest");
        reading.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        reading.put("value.deserializer", "io.scribestream.schemas.AvroDeserializer");
        List<Transcript> transcripts = new ArrayList<>();
        try (KafkaConsumer<String, Transcript> consumer = new KafkaConsumer<>(reading)) {
            consumer.subscribe(List.of("transcription.done"));
            Patience.until("the transcript", () -> {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> transcripts.add(record.value()));
                return transcripts.stream()
                        .anyMatch(transcript -> transcript.getJobId().equals(id));
            });
        }
        transcripts.removeIf(transcript -> !transcript.getJobId().equals(id));
        assertThat(transcripts).hasSize(1);
        assertThat(transcripts.get(0).getLanguage()).isEqualTo("en");
        LongSpeech.requireWords(1, transcripts.get(0).getText());
        settle();
    }

    @Test
    void takesAJobFromAnyAvroClient() throws Exception {
        Schema schema = published();
        send(id, wire(register(JOBS_SUBJECT, schema), job(schema)));
        assertThat(tail.outcome(id))
                .isInstanceOfSatisfying(Transcript.class, done -> LongSpeech.requireWords(1, done.getText()));
        settle();
    }

    @Test
    void refusesAFieldThatItDoesNotKnowAndSaysWhichWasMeant() throws Exception {
        Schema schema = with(published(), "proirity");
        GenericRecord job = job(schema);
        job.put("proirity", "HIGH");
        send(id, wire(register(JOBS_SUBJECT, schema), job));
        assertThat(failure(id).getReason()).isEqualTo("unknown_field");
        assertThat(failure(id).getMessage()).contains("'proirity'").contains("'priority'");
        tail.until("a dead letter", t -> !t.deadLetters(id).isEmpty());
        settle();
    }

    @Test
    void refusesAJobThatLacksAField() throws Exception {
        Schema schema = SchemaBuilder.record("TranscriptionJob")
                .namespace("io.scribestream.schemas.avro")
                .fields()
                .requiredString("jobId")
                .endRecord();
        GenericRecord job = new GenericRecordBuilder(schema).set("jobId", id).build();
        // Under the topic's own subject, its rule would hold all later schemas to this one.
        send(id, wire(register("anybody-value", schema), job));
        assertThat(failure(id).getReason()).isEqualTo("invalid_job");
        assertThat(failure(id).getMessage()).contains("source");
        tail.until("a dead letter", t -> !t.deadLetters(id).isEmpty());
        settle();
    }

    @Test
    void setsGarbageAsideAndGoesOn() throws Exception {
        send(id + "-magic", "this is no Avro".getBytes(StandardCharsets.UTF_8));
        send(id + "-schema", wire(987_654, job(published())));
        send(id + "-nothing", new byte[0]);
        send(id, wire(register(JOBS_SUBJECT, published()), job(published())));
        assertThat(tail.outcome(id)).isInstanceOf(Transcript.class);
        for (String broken : List.of("-magic", "-schema", "-nothing")) {
            tail.until("a dead letter", t -> !t.deadLetters(id + broken).isEmpty());
            assertThat(tail.deadLetters(id + broken))
                    .extracting(DeadLetter::topic)
                    .containsExactly(Topics.JOBS.name());
            assertThat(failure(id + broken).getReason()).isEqualTo("invalid_job");
        }
        send(id + "-magic", "this is no Avro either".getBytes(StandardCharsets.UTF_8));
        send(id, new byte[0]);
        tail.until("a dead letter", t -> !t.deadLetters(id).isEmpty());
        settle();
        assertThat(tail.deadLetters(id + "-magic")).hasSize(2);
    }

    @Test
    void doesTheSameJobOnceHoweverOftenItIsSent() throws Exception {
        submit(job(id, recording, "en"));
        submit(job(id, recording, "en"));
        LongSpeech.requireWords(1, ((Transcript) tail.outcome(id)).getText());
        submit(job(id, recording, "en"));
        settle();
        assertThat(tail.outcomes(id)).hasSize(1);
        assertThat(tail.of(JobEvent.class, id))
                .filteredOn(event -> event.getType() == EventType.REFUSED)
                .isEmpty();
    }

    @Test
    void refusesOtherContentUnderAnIdThatWasUsed() throws Exception {
        submit(job(id, recording, "en"));
        submit(job(id, recording, "de"));
        tail.until("the refusal", t -> t.of(JobEvent.class, id).stream()
                .anyMatch(event -> event.getType() == EventType.REFUSED));
        assertThat(tail.of(JobEvent.class, id))
                .filteredOn(event -> event.getType() == EventType.REFUSED)
                .extracting(JobEvent::getReason)
                .containsExactly("id_conflict");
        LongSpeech.requireWords(1, ((Transcript) tail.outcome(id)).getText());
        submit(job(id, recording, "fr"));
        settle();
        assertThat(tail.outcomes(id)).hasSize(1);
        assertThat(tail.deadLetters(id)).hasSize(2);
    }

    @Test
    void failsAJobInALanguageThatNobodySpeaks() throws Exception {
        submit(job(id, recording, "klingon"));
        assertThat(failure(id).getReason()).isEqualTo("unknown_language");
        assertThat(failure(id).getMessage()).contains("klingon");
        settle();
    }

    @Test
    void readsNoFileOutsideTheFoldersItWasGiven() throws Exception {
        submit(job(id, LongSpeech.ONCE, "en"));
        submit(job(id + "-up", scribe.recordings().resolve("../lock"), "en"));
        Path link = Files.createSymbolicLink(scribe.recordings().resolve(id), LongSpeech.ONCE);
        submit(job(id + "-link", link, "en"));
        for (String jobId : List.of(id, id + "-up", id + "-link")) {
            assertThat(failure(jobId).getReason()).isEqualTo("source_not_found");
        }
        settle();
    }

    @Test
    void setsAJobAsideWhoseKeyIsNotItsId() throws Exception {
        String other = id + "-other";
        send(other, wire(register(JOBS_SUBJECT, published()), job(published())));
        tail.until("a dead letter", t -> !t.deadLetters(other).isEmpty());
        settle();
        assertThat(tail.outcomes(id)).isEmpty();
        assertThat(tail.of(JobEvent.class, other)).extracting(JobEvent::getType).containsExactly(EventType.REFUSED);
    }

    @Test
    void endsAJobThatIsCancelledHalfWay() throws Exception {
        submit(job(id, LongSpeech.write(scribe.recordings().resolve(id + ".wav"), 20), "en"));
        tail.until("a chunk that was heard", t -> t.of(JobEvent.class, id).stream()
                .anyMatch(event -> event.getType() == EventType.HEARD));
        cancel(id);
        assertThat(failure(id).getReason()).isEqualTo("cancelled");
        cancel(id);
        settle();
        assertThat(tail.outcomes(id)).hasSize(1);
        assertThat(scribe.api().status(id).path("state").asText()).isEqualTo("cancelled");
    }

    @Test
    void endsJobsThatAreCancelledWhileTheyWait() throws Exception {
        Path hours = LongSpeech.write(scribe.recordings().resolve(id + ".wav"), 20);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(id + "-" + i);
            submit(job(ids.get(i), hours, "en"));
        }
        for (String each : ids) {
            tail.until("its acceptance", t -> !t.of(JobEvent.class, each).isEmpty());
            cancel(each);
        }
        for (String each : ids) {
            assertThat(failure(each).getReason()).isEqualTo("cancelled");
        }
        settle();
    }

    @Test
    void showsNoJobWhereOnlyAnOrderCame() throws Exception {
        cancel(id);
        tail.until("the refusal", t -> !t.of(JobEvent.class, id).isEmpty());
        settle();
        assertThat(scribe.api().get("/api/v1/transcriptions/" + id).statusCode())
                .isEqualTo(404);
    }

    /** A last job went the whole way behind all others: each of them had one outcome, and nothing of them is kept. */
    private void settle() throws Exception {
        String last = "last-" + UUID.randomUUID();
        submit(job(last, scribe.recordings().resolve("nothing-is-here.wav"), "en"));
        assertThat(failure(last).getReason()).isEqualTo("source_not_found");
        Patience.until("empty stores", () -> rows().isEmpty());
        assertThat(tail.outcomeCounts().values()).containsOnly(1);
    }

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        STORES.forEach((flow, stores) -> stores.forEach(store -> {
            try (KeyValueIterator<String, Object> all = scribe.flow(flow)
                    .streams()
                    .store(StoreQueryParameters.fromNameAndType(
                            store, QueryableStoreTypes.<String, Object>keyValueStore()))
                    .all()) {
                all.forEachRemaining(row -> rows.add(store + " " + row.key));
            }
        }));
        return rows;
    }

    private JobFailure failure(String jobId) {
        SpecificRecord outcome = tail.outcome(jobId);
        assertThat(outcome).isInstanceOf(JobFailure.class);
        return (JobFailure) outcome;
    }

    private static TranscriptionJob job(String jobId, Path source, String language) {
        return TranscriptionJob.newBuilder()
                .setJobId(jobId)
                .setSource(Source.newBuilder()
                        .setKind(SourceKind.FILE)
                        .setLocation(source.toString())
                        .build())
                .setOptions(JobOptions.newBuilder().setLanguage(language).build())
                .build();
    }

    private void submit(TranscriptionJob job) throws Exception {
        typed("transcription.jobs", job.getJobId(), job);
    }

    private void cancel(String jobId) throws Exception {
        typed(
                "transcription.control",
                jobId,
                JobCommand.newBuilder()
                        .setJobId(jobId)
                        .setCommand(Command.CANCEL)
                        .build());
    }

    private void typed(String topic, String key, SpecificRecord value) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                scribe.bootstrapServers(),
                "schema.registry.url",
                scribe.registryUrl(),
                "key.serializer",
                "org.apache.kafka.common.serialization.StringSerializer",
                "value.serializer",
                "io.scribestream.schemas.AvroSerializer");
        try (KafkaProducer<String, SpecificRecord> producer = new KafkaProducer<>(settings)) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    private void send(@Nullable String key, byte[] value) throws Exception {
        raw.send(new ProducerRecord<>(Topics.JOBS.name(), key, value)).get();
    }

    private GenericRecord job(Schema schema) {
        Schema source = schema.getField("source").schema();
        return new GenericRecordBuilder(schema)
                .set("jobId", id)
                .set(
                        "source",
                        new GenericRecordBuilder(source)
                                .set(
                                        "kind",
                                        new GenericData.EnumSymbol(
                                                source.getField("kind").schema(), "FILE"))
                                .set("location", recording.toString())
                                .build())
                .build();
    }

    /** As the file says it that other languages' clients read. */
    private static Schema published() {
        return new Schema.Parser()
                .parse(TranscriptionJob.getClassSchema()
                        .toString()
                        .replace("\"avro.java.string\":\"String\"", "\"doc\":\"\""));
    }

    private static Schema with(Schema schema, String field) {
        List<Schema.Field> fields = new ArrayList<>();
        schema.getFields().forEach(known -> fields.add(new Schema.Field(known, known.schema())));
        fields.add(new Schema.Field(field, Schema.create(Schema.Type.STRING), "Misspelt.", ""));
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }

    private int register(String subject, Schema schema) throws Exception {
        ObjectMapper json = new ObjectMapper();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(scribe.registryUrl() + "/subjects/" + subject + "/versions"))
                        .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                json.writeValueAsString(Map.of("schema", schema.toString()))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body()).path("id").asInt();
    }

    /** Confluent's wire format, by hand. */
    private static byte[] wire(int schemaId, GenericRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(bytes);
        head.writeByte(0);
        head.writeInt(schemaId);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}

package io.scribestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** Records of other writers, whose schemas differ from ours. */
class StrictTopicTest {

    private static final String KIND =
            """
            {"name": "kind", "type": {"type": "enum", "name": "SourceKind", "symbols": ["UNKNOWN", "FILE"], "default": "UNKNOWN"}}""";
    private static final String LOCATION = """
            {"name": "location", "type": "string"}""";

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final AvroSerde<TranscriptionJob> strict = AvroSerde.of(Topics.JOBS, registry);
    private final AvroSerde<TranscriptionJob> lenient = AvroSerde.of(TranscriptionJob.class, registry);

    @Test
    void readsAJobThatSaysOnlyWhatItMust() throws IOException {
        byte[] bytes = write(job(KIND + "," + LOCATION, ""));
        assertThat(strict.deserialize("transcription.jobs", bytes)).satisfies(job -> {
            assertThat(job.getJobId()).isEqualTo("x");
            assertThat(job.getOptions().getLanguage()).isEqualTo("auto");
            assertThat(job.getClient()).isEqualTo("default");
        });
    }

    @Test
    void refusesAFieldThatIsNotKnownAndSaysWhichWasMeant() throws IOException {
        byte[] bytes = write(
                job(
                        KIND + "," + LOCATION,
                        """
                , {"name": "options", "type": {"type": "record", "name": "JobOptions", "fields": [
                    {"name": "lang", "type": "string"}]}}"""));
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> strict.deserialize("transcription.jobs", bytes))
                    .isInstanceOf(UnknownFieldException.class)
                    .hasMessage("the field 'lang' of JobOptions is not known: did you mean 'language'?");
        }
        assertThat(lenient.deserialize("transcription.jobs", bytes).getOptions().getLanguage())
                .isEqualTo("auto");
    }

    @Test
    void listsWhatIsKnownWhereNothingIsNear() throws IOException {
        byte[] bytes = write(job(KIND + "," + LOCATION, ", {\"name\": \"webhook\", \"type\": \"string\"}"));
        assertThatThrownBy(() -> strict.deserialize("transcription.jobs", bytes))
                .isInstanceOf(UnknownFieldException.class)
                .hasMessageStartingWith(
                        "the field 'webhook' of TranscriptionJob is not known; known are jobId, client,");
    }

    @Test
    void findsTheUnknownFieldInAPartOfARecordThatMayBeNull() throws IOException {
        byte[] bytes = write(new Schema.Parser()
                .parse(
                        """
                {"type": "record", "name": "TranscriptionJob", "namespace": "io.scribestream.schemas.avro", "fields": [
                  {"name": "jobId", "type": "string"},
                  {"name": "source", "type": ["null", {"type": "record", "name": "Source", "fields": [
                    %s, %s, {"name": "sha265", "type": "string"}]}]}]}"""
                                .formatted(KIND, LOCATION)));
        assertThatThrownBy(() -> strict.deserialize("transcription.jobs", bytes))
                .hasMessage("the field 'sha265' of Source is not known: did you mean 'sha256'?");
    }

    @Test
    void saysWhichFieldIsMissing() throws IOException {
        byte[] bytes = write(job(KIND, ""));
        assertThatThrownBy(() -> strict.deserialize("transcription.jobs", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("missing required field location");
    }

    private static Schema job(String sourceFields, String more) {
        return new Schema.Parser()
                .parse(
                        """
                {"type": "record", "name": "TranscriptionJob", "namespace": "io.scribestream.schemas.avro", "fields": [
                  {"name": "jobId", "type": "string"},
                  {"name": "source", "type": {"type": "record", "name": "Source", "fields": [%s]}}%s]}"""
                                .formatted(sourceFields, more));
    }

    private byte[] write(Schema schema) throws IOException {
        GenericRecord record = filled(schema);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.writeBytes(ByteBuffer.allocate(4)
                .putInt(registry.register("elsewhere-" + schema.hashCode(), schema))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static GenericRecord filled(Schema schema) {
        GenericRecordBuilder record = new GenericRecordBuilder(schema);
        for (Schema.Field field : schema.getFields()) {
            record.set(field, value(field.schema()));
        }
        return record.build();
    }

    private static Object value(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> filled(schema);
            case ENUM -> new GenericData.EnumSymbol(schema, "FILE");
            case UNION -> value(schema.getTypes().get(1));
            default -> "x";
        };
    }
}

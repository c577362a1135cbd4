package io.scribestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.BreakerReport;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.ClientKey;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.OperatorOrder;
import io.scribestream.schemas.avro.RequestClaim;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.schemas.avro.Webhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every record to all of its released versions, which lie in {@code src/test/resources/released}. */
class EvolutionTest {

    private static final Path RELEASED = Path.of("src/test/resources/released");

    /** What a record is nothing without; everything else has a default, so that it can come and go. */
    private static final Map<Class<?>, Set<String>> ESSENTIAL = Map.ofEntries(
            Map.entry(TranscriptionJob.class, Set.of("jobId", "source")),
            Map.entry(JobCommand.class, Set.of("jobId", "command")),
            Map.entry(AudioChunk.class, Set.of("jobId", "index", "pcm", "spans")),
            Map.entry(ChunkTranscript.class, Set.of("jobId", "index")),
            Map.entry(Transcript.class, Set.of("jobId", "source", "options", "text", "segments")),
            Map.entry(JobFailure.class, Set.of("jobId", "reason")),
            Map.entry(JobEvent.class, Set.of("eventId", "jobId", "type")),
            Map.entry(ClientKey.class, Set.of("keyId", "client", "hash")),
            Map.entry(OperatorOrder.class, Set.of("target", "order")),
            Map.entry(BreakerReport.class, Set.of("process", "at")),
            Map.entry(Webhook.class, Set.of("webhookId", "url", "body")),
            Map.entry(RequestClaim.class, Set.of("requestId", "jobId", "fingerprint")));

    static Stream<Topic<?>> topics() {
        return Topics.all().stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void readsEveryReleasedVersion(Topic<?> topic) throws IOException {
        for (Path file : released(topic)) {
            Schema old = new Schema.Parser().parse(file.toFile());
            assertThat(SchemaCompatibility.checkReaderWriterCompatibility(topic.schema(), old))
                    .as("a record of %s, read today", file)
                    .satisfies(pair -> assertThat(pair.getType())
                            .as(pair.getDescription())
                            .isEqualTo(SchemaCompatibilityType.COMPATIBLE));
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void isTheNewestReleasedVersion(Topic<?> topic) throws IOException {
        Schema today = PublishedSchema.of(topic.schema());
        List<Path> released = released(topic);
        if (released.isEmpty() || !read(released.get(released.size() - 1)).equals(today.toString())) {
            Path next = file(topic, released.size() + 1);
            Path proposal = Path.of("target", "released", topic.type().getSimpleName() + ".avsc");
            Files.createDirectories(proposal.getParent());
            Files.writeString(proposal, today.toString(true) + "\n");
            fail(
                    """
                    %s differs from its newest released version. If that is meant, add it as the next one:
                      mkdir -p schemas/%s && cp schemas/%s schemas/%s
                    If the newest version never left this repository, copy over its file instead.""",
                    topic.type().getSimpleName(), next.getParent(), proposal, next);
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void saysWhatEveryFieldMeans(Topic<?> topic) {
        assertThat(parts(topic.schema()))
                .filteredOn(part -> part.getType() == Schema.Type.RECORD)
                .flatExtracting(Schema::getFields)
                .allSatisfy(field -> assertThat(((Schema.Field) field).doc())
                        .as(field.toString())
                        .isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void needsOnlyWhatIsEssential(Topic<?> topic) {
        assertThat(topic.schema().getFields())
                .filteredOn(field -> !field.hasDefaultValue())
                .extracting(Schema.Field::name)
                .containsExactlyInAnyOrderElementsOf(ESSENTIAL.get(topic.type()));
    }

    /** Without a default, a symbol that is added later would stop every reader of today. */
    @ParameterizedTest
    @MethodSource("topics")
    void readsSymbolsThatAreAddedLater(Topic<?> topic) {
        assertThat(parts(topic.schema()))
                .filteredOn(part -> part.getType() == Schema.Type.ENUM)
                .allSatisfy(symbols -> assertThat(symbols.getEnumDefault())
                        .as(symbols.getName())
                        .isNotNull());
    }

    /** v1.avsc, v2.avsc and so on, without holes. */
    private static List<Path> released(Topic<?> topic) {
        return Stream.iterate(1, version -> version + 1)
                .map(version -> file(topic, version))
                .takeWhile(Files::exists)
                .toList();
    }

    private static String read(Path file) throws IOException {
        return new Schema.Parser().parse(file.toFile()).toString();
    }

    private static Path file(Topic<?> topic, int version) {
        return RELEASED.resolve(topic.type().getSimpleName()).resolve("v" + version + ".avsc");
    }

    /** A schema and all that it is made of. */
    private static List<Schema> parts(Schema schema) {
        List<Schema> inside =
                switch (schema.getType()) {
                    case RECORD ->
                        schema.getFields().stream().map(Schema.Field::schema).toList();
                    case ARRAY -> List.of(schema.getElementType());
                    case MAP -> List.of(schema.getValueType());
                    case UNION -> schema.getTypes();
                    default -> List.of();
                };
        return Stream.concat(Stream.of(schema), inside.stream().flatMap(part -> parts(part).stream()))
                .toList();
    }
}

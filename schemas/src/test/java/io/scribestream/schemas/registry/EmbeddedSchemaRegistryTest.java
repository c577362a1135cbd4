package io.scribestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class EmbeddedSchemaRegistryTest {

    private static final Schema V1 = record("{\"name\": \"a\", \"type\": \"string\"}");
    private static final Schema V2 =
            record("{\"name\": \"a\", \"type\": \"string\"}, {\"name\": \"b\", \"type\": \"int\", \"default\": 0}");
    private static final Schema BREAKING =
            record("{\"name\": \"a\", \"type\": \"string\"}, {\"name\": \"c\", \"type\": \"int\"}");

    private final RecordedLog log = new RecordedLog();
    private final EmbeddedSchemaRegistry registry = new EmbeddedSchemaRegistry(log);

    @Test
    void countsIdsOverAllSubjectsAndVersionsInEach() {
        assertThat(registry.registerVersion("one", V1)).isEqualTo(new SchemaVersion("one", 1, 1, V1));
        assertThat(registry.registerVersion("one", V2)).isEqualTo(new SchemaVersion("one", 2, 2, V2));
        assertThat(registry.registerVersion("two", V2)).isEqualTo(new SchemaVersion("two", 1, 2, V2));
        assertThat(registry.byId(2)).isEqualTo(V2);
    }

    @Test
    void givesTheSameSchemaTheSameIdHoweverItWasWrittenDown() {
        int id = registry.register("one", V1);
        Schema spaced = new Schema.Parser().parse(V1.toString(true));
        assertThat(registry.register("one", spaced)).isEqualTo(id);
        assertThat(log.records).hasSize(1);
    }

    @Test
    void countsANewDescriptionAsANewVersion() {
        registry.register("one", V1);
        Schema described = record("{\"name\": \"a\", \"type\": \"string\", \"doc\": \"now with words\"}");
        assertThat(registry.registerVersion("one", described).version()).isEqualTo(2);
    }

    @Test
    void refusesASchemaThatCannotReadTheLastOne() {
        registry.register("one", V1);
        assertThatThrownBy(() -> registry.register("one", BREAKING))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE")
                .hasMessageContaining("subject \"one\"");
        assertThat(registry.versions("one")).hasSize(1);
        assertThat(registry.register("another", BREAKING)).isEqualTo(2);
    }

    @Test
    void looksAtAllVersionsOnlyWhereTheRuleIsTransitive() {
        Schema withText = record("{\"name\": \"x\", \"type\": \"string\"}");
        Schema without = record("");
        Schema withNumber = record("{\"name\": \"x\", \"type\": \"int\", \"default\": 0}");
        registry.register("one", withText);
        registry.register("one", without);
        registry.rule("one", Compatibility.BACKWARD_TRANSITIVE);
        assertThatThrownBy(() -> registry.register("one", withNumber)).isInstanceOf(IncompatibleSchemaException.class);
        registry.rule("one", Compatibility.BACKWARD);
        assertThat(registry.registerVersion("one", withNumber).version()).isEqualTo(3);
    }

    @Test
    void allowsEverythingWhereTheRuleIsNone() {
        registry.rule(null, Compatibility.NONE);
        registry.register("one", V1);
        assertThat(registry.registerVersion("one", BREAKING).version()).isEqualTo(2);
    }

    @Test
    void asksReadersOfOldVersionsWhereTheRuleIsForward() {
        registry.rule("one", Compatibility.FORWARD);
        registry.register("one", V1);
        assertThat(registry.registerVersion("one", BREAKING).version()).isEqualTo(2);
        assertThatThrownBy(() -> registry.register("one", record(""))).isInstanceOf(IncompatibleSchemaException.class);
    }

    @Test
    void refusesAnIdThatNoSchemaHas() {
        assertThatThrownBy(() -> registry.byId(1)).isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void knowsEverythingAgainAfterARestart() {
        registry.register("one", V1);
        registry.register("one", V2);
        registry.rule(null, Compatibility.FULL);
        registry.rule("two", Compatibility.NONE);
        EmbeddedSchemaRegistry again = new EmbeddedSchemaRegistry(log);
        assertThat(again.versions("one")).isEqualTo(registry.versions("one")).hasSize(2);
        assertThat(again.rule("one")).isEqualTo(Compatibility.FULL);
        assertThat(again.rule("two")).isEqualTo(Compatibility.NONE);
        assertThat(again.register("three", BREAKING)).isEqualTo(3);
    }

    @Test
    void writesWhatConfluentsRegistryWrites() {
        registry.register("one", V1);
        registry.rule(null, Compatibility.FULL);
        assertThat(log.records)
                .containsExactly(
                        new LogRecord(
                                "{\"keytype\":\"SCHEMA\",\"subject\":\"one\",\"version\":1,\"magic\":1}",
                                "{\"subject\":\"one\",\"version\":1,\"id\":1,\"schema\":\""
                                        + V1.toString().replace("\"", "\\\"") + "\",\"deleted\":false}"),
                        new LogRecord(
                                "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}",
                                "{\"compatibilityLevel\":\"FULL\"}"));
    }

    @Test
    void passesOverKindsOfRecordsThatItNeverWrites() {
        log.records.add(new LogRecord("{\"keytype\":\"NOOP\",\"magic\":0}", "{}"));
        assertThat(new EmbeddedSchemaRegistry(log).subjects()).isEmpty();
    }

    @Test
    void readsTheLogAgainAfterAWriteOfWhichNobodyKnowsWhetherItArrived() {
        log.losesTheAnswer = true;
        assertThatThrownBy(() -> registry.register("one", V1)).isInstanceOf(RegistryUnavailableException.class);
        log.losesTheAnswer = false;
        assertThat(registry.register("two", V2)).isEqualTo(2);
        assertThat(registry.register("one", V1)).isEqualTo(1);
        assertThat(log.records).hasSize(2);
    }

    private static Schema record(String fields) {
        return new Schema.Parser().parse("{\"type\": \"record\", \"name\": \"Thing\", \"fields\": [" + fields + "]}");
    }

    /** A log whose answer to a write can get lost. */
    private static final class RecordedLog implements SchemaLog {
        private final List<LogRecord> records = new ArrayList<>();
        private boolean losesTheAnswer;

        @Override
        public void replay(BiConsumer<String, String> each) {
            records.forEach(record -> each.accept(record.key(), record.value()));
        }

        @Override
        public void append(String key, String value) {
            records.add(new LogRecord(key, value));
            if (losesTheAnswer) {
                throw new RegistryUnavailableException("no answer");
            }
        }

        @Override
        public void close() {}
    }
}

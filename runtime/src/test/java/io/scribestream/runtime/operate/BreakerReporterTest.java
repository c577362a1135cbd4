package io.scribestream.runtime.operate;

import static io.scribestream.runtime.BreakerState.CLOSED;
import static io.scribestream.runtime.BreakerState.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.BreakerSet.Standing;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.BreakerReport;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class BreakerReporterTest {

    private static final Standing ENGINE = new Standing("engine", CLOSED, false, 0);

    private final MockProducer<String, BreakerReport> producer = new MockProducer<>(
            true,
            null,
            new StringSerializer(),
            new Wire(new InMemorySchemaRegistry()).serde(Topics.BREAKERS).serializer());
    private List<Standing> standings = List.of(ENGINE);
    private Instant now = Instant.parse("2026-01-10T00:00:00Z");
    private final BreakerReporter reporter =
            new BreakerReporter("transcriber/one", () -> standings, () -> now, producer);

    @Test
    void tellsAtOnceThenOfChangesAndOnceAMinuteThatNothingHas() {
        reporter.look();
        reporter.look();
        assertThat(producer.history()).hasSize(1);

        standings = List.of(new Standing("engine", OPEN, false, 5));
        reporter.look();
        assertThat(producer.history()).hasSize(2);

        now = now.plus(BreakerReporter.BEAT).minusMillis(1);
        reporter.look();
        assertThat(producer.history()).hasSize(2);
        now = now.plusMillis(1);
        reporter.look();
        assertThat(producer.history()).hasSize(3);

        BreakerBoard board = new BreakerBoard(() -> now);
        producer.history().forEach(record -> board.take(record.key(), record.value(), 0));
        assertThat(board.reports()).singleElement().satisfies(report -> {
            assertThat(report.getProcess()).isEqualTo("transcriber/one");
            assertThat(report.getAt()).isEqualTo(now);
            assertThat(report.getBreakers()).singleElement().satisfies(engine -> {
                assertThat(engine.getState().name()).isEqualTo(OPEN.name());
                assertThat(engine.getFailures()).isEqualTo(5);
            });
        });
    }

    @Test
    void triesAgainAtTheNextBeatWhenTheBrokerWasAway() {
        producer.sendException = new KafkaException("away");
        reporter.look();
        producer.sendException = null;
        now = now.plus(BreakerReporter.BEAT);
        reporter.look();

        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void goesOnWhenTheClockIsSetBack() {
        reporter.look();
        now = now.minus(Duration.ofDays(1));
        reporter.look();

        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void takesItsReportBackAtTheEnd() {
        reporter.look();
        reporter.close();

        assertThat(producer.history()).last().satisfies(record -> {
            assertThat(record.key()).isEqualTo("transcriber/one");
            assertThat(record.value()).isNull();
        });
        assertThat(producer.closed()).isTrue();
    }
}

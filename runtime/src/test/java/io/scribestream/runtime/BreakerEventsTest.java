package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

final class BreakerEventsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Guards guards = new Guards(GuardConfig.from(Env.of(Map.of("SCRIBE_BREAKER_FAILURES", "1"))));
    private final MockProducer<String, JobEvent> producer =
            new MockProducer<>(true, null, new StringSerializer(), (topic, event) -> new byte[0]);

    @Test
    void saysUnderAnIdThatIsNoJobsWhatBecomesOfItsBreaker() {
        try (BreakerEvents events = BreakerEvents.follow(guards, "engine", "host-1", () -> NOW, producer)) {
            fail("redis");
            fail("engine");
        }

        assertThat(producer.history()).singleElement().satisfies(BreakerEventsTest::isOfTheEngine);
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void saysNothingAfterItsEnd() {
        BreakerEvents.follow(guards, "engine", "host-1", () -> NOW, producer).close();

        fail("engine");

        assertThat(producer.history()).isEmpty();
    }

    @Test
    void holdsNobodyUpWhereAnEventCannotBeSent() {
        producer.sendException = new IllegalStateException("no broker");
        try (BreakerEvents events = BreakerEvents.follow(guards, "engine", "host-1", () -> NOW, producer)) {
            fail("engine");
        }

        assertThat(guards.state("engine")).isEqualTo(BreakerState.OPEN);
        assertThat(producer.history()).isEmpty();
    }

    private static void isOfTheEngine(ProducerRecord<String, JobEvent> sent) {
        assertThat(sent.topic()).isEqualTo(Topics.EVENTS.name());
        assertThat(sent.key()).isEqualTo("@engine@host-1");
        assertThat(sent.value().getJobId()).isEqualTo("@engine@host-1");
        assertThat(sent.value().getType()).isEqualTo(EventType.BREAKER);
        assertThat(sent.value().getAt()).isEqualTo(NOW);
        assertThat(sent.value().getDetails()).containsEntry("from", "closed").containsEntry("to", "open");
    }

    private void fail(String name) {
        try {
            guards.call(name, () -> {
                throw new UnavailableException("away");
            });
        } catch (UnavailableException e) {
            assertThat(e).hasMessage("away");
        }
    }
}

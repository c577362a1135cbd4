package io.scribestream.ingest;

import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.openai.ModelNames;
import io.scribestream.testkit.FlowUnderTest;
import java.time.Clock;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** What the API stands on where a test asks for little of it. */
final class Backings {

    private Backings() {}

    /** Where nobody is limited, nothing is live and all is well. */
    static Backing plain(Producer<String, SpecificRecord> producer, FlowUnderTest flow, OpenJobs open) {
        return new Backing(
                producer,
                board(flow),
                open,
                new FakeLetters(),
                () -> Readiness.Report.of(Map.of()),
                new FakeRequests(),
                new LiveRoom(new JobChanges(), LiveRoom.Timing.USUAL),
                models(),
                unlimited());
    }

    static BoardView board(FlowUnderTest flow) {
        return new BoardView(new BoardView.Stores() {
            @Override
            public <V> ReadOnlyKeyValueStore<String, V> store(String name) {
                return flow.store(name);
            }
        });
    }

    /** A model that has the common name alone. */
    static ModelNames models() {
        return new ModelNames(ModelNames.COMMON);
    }

    /** Where nobody is limited. */
    static Allowances unlimited() {
        Clock clock = Clock.systemUTC();
        return new Allowances(LimitConfig.OFF, new OpenJobs(), new HeardAudio(clock), clock);
    }
}

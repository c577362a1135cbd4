package io.scribestream.ingest;

import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.openai.ModelNames;
import io.scribestream.schemas.Topic;
import io.scribestream.testkit.FlowUnderTest;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The real API over a board without a broker; what is sent is on the board when {@code send} returns. */
final class BoardApi implements AutoCloseable {

    /** Often enough for a test; a heartbeat seldom comes where none is asked for. */
    static final LiveRoom.Timing QUICK = new LiveRoom.Timing(Duration.ofMillis(20), Duration.ofMinutes(10));

    final MockProducer<String, SpecificRecord> producer =
            new MockProducer<>(true, null, new StringSerializer(), (topic, value) -> new byte[0]);
    final FakeLetters letters = new FakeLetters();
    final LiveRoom live;

    private final FlowUnderTest flow;
    private final IngestApi api;
    private final AtomicInteger askedInVain = new AtomicInteger();
    private volatile boolean boardAway;

    BoardApi(Path folder, LiveRoom.Timing timing, List<RouteSet> before) {
        this(folder, timing, LimitConfig.OFF, allowances -> before);
    }

    /** @param before told what clients may have */
    BoardApi(Path folder, LiveRoom.Timing timing, LimitConfig limits, Function<Allowances, List<RouteSet>> before) {
        JobChanges changes = new JobChanges();
        OpenJobs open = new OpenJobs();
        // The flow's own time stands still, long ago.
        Clock standing = Clock.fixed(FlowUnderTest.START, ZoneOffset.UTC);
        HeardAudio heard = new HeardAudio(standing);
        Allowances allowances = new Allowances(limits, open, heard, Clock.systemUTC());
        flow = FlowUnderTest.of(new BoardFlow(upload -> {}, open, heard, changes));
        live = new LiveRoom(changes, timing);
        Backing backing = new Backing(
                producer,
                board(),
                open,
                letters,
                () -> Readiness.Report.of(Map.of("kafka", new Readiness.Check(true, ""))),
                new FakeRequests(),
                live,
                new ModelNames("base"),
                allowances);
        ApiConfig config = new ApiConfig("127.0.0.1", 0, folder, 1_000_000, Duration.ofHours(1), 1_000, 1, true);
        api = new IngestApi(config, backing, Clock.systemUTC(), before.apply(allowances)).start();
    }

    /** From one thread at a time. */
    <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        synchronized (flow) {
            flow.send(topic, key, value);
        }
    }

    /** As while partitions move. */
    void boardAway(boolean away) {
        boardAway = away;
    }

    /** How often the board was asked while it was away. */
    int askedInVain() {
        return askedInVain.get();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + api.port() + path);
    }

    int port() {
        return api.port();
    }

    /** The API alone; what it stands on goes on. */
    void stop() {
        api.close();
    }

    /** Threads that answer requests, but for those of the tests' own clients. */
    static long serverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("JettyServerThreadPool")
                        || thread.getName().startsWith("live-"))
                .count();
    }

    @Override
    public void close() {
        api.close();
        flow.close();
    }

    private BoardView board() {
        return new BoardView(new BoardView.Stores() {
            @Override
            public <V> ReadOnlyKeyValueStore<String, V> store(String name) {
                if (boardAway) {
                    askedInVain.incrementAndGet();
                    throw new InvalidStateStoreException("the store moves");
                }
                return oneAtATime(flow.store(name));
            }
        });
    }

    /** What the flow keeps is not made for several threads without a broker; the server has many. */
    @SuppressWarnings("unchecked")
    private <V> ReadOnlyKeyValueStore<String, V> oneAtATime(ReadOnlyKeyValueStore<String, V> store) {
        return (ReadOnlyKeyValueStore<String, V>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ReadOnlyKeyValueStore.class},
                (proxy, method, arguments) -> {
                    synchronized (flow) {
                        return method.invoke(store, arguments);
                    }
                });
    }
}

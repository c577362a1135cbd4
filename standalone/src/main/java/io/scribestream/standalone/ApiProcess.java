package io.scribestream.standalone;

import io.scribestream.ingest.ApiConfig;
import io.scribestream.ingest.AuditRoute;
import io.scribestream.ingest.Backing;
import io.scribestream.ingest.BoardFlow;
import io.scribestream.ingest.BoardView;
import io.scribestream.ingest.BreakerListRoute;
import io.scribestream.ingest.EventLog;
import io.scribestream.ingest.HeardAudio;
import io.scribestream.ingest.HttpLimits;
import io.scribestream.ingest.IngestApi;
import io.scribestream.ingest.LagRoute;
import io.scribestream.ingest.OpenJobs;
import io.scribestream.ingest.OperationRoutes;
import io.scribestream.ingest.QueueRoute;
import io.scribestream.ingest.Readiness;
import io.scribestream.ingest.Readiness.Check;
import io.scribestream.ingest.ReplayRoute;
import io.scribestream.ingest.RouteSet;
import io.scribestream.ingest.events.JobChanges;
import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.ingest.letters.KafkaLetters;
import io.scribestream.ingest.openai.ModelNames;
import io.scribestream.ingest.requests.KafkaRequests;
import io.scribestream.ingest.uploads.Uploads;
import io.scribestream.ingest.watch.QueueMeters;
import io.scribestream.ingest.watch.RequestWatch;
import io.scribestream.ingest.watch.WatchRoutes;
import io.scribestream.runtime.BreakerEvents;
import io.scribestream.runtime.BreakerSet;
import io.scribestream.runtime.Component;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.FlowRunner;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.Health;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.Wire;
import io.scribestream.runtime.operate.BreakerBoard;
import io.scribestream.runtime.operate.BreakerReporter;
import io.scribestream.runtime.operate.Operations;
import io.scribestream.runtime.operate.OrderReader;
import io.scribestream.runtime.watch.Watch;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.OperatorOrder;
import io.scribestream.schemas.avro.RequestClaim;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The HTTP API at work: its board, its producer, its server. */
public final class ApiProcess implements AutoCloseable {

    private final Parts parts;
    private final IngestApi api;
    private final FlowRunner board;

    private ApiProcess(Parts parts, IngestApi api, FlowRunner board) {
        this.parts = parts;
        this.api = api;
        this.board = board;
    }

    /**
     * What else is in its process.
     *
     * @param role what the process is called among all of them
     * @param service what it calls itself when it tells how it is
     * @param flows whose health counts too
     * @param breakers of those
     */
    public record Inside(String role, String service, List<FlowRunner> flows, List<? extends BreakerSet> breakers) {

        /** Nothing: it is a role of its own. */
        public static Inside role(List<? extends BreakerSet> breakers) {
            return new Inside("ingest-api", "scribestream-ingest-api", List.of(), breakers);
        }

        /** All flows. */
        public static Inside serve(List<FlowRunner> flows, List<? extends BreakerSet> breakers) {
            return new Inside("serve", "scribestream", flows, breakers);
        }
    }

    /**
     * Starts it all; the board may still be restoring when this returns, which {@code /health/ready} says.
     *
     * @throws EnvironmentException if the port is taken or a folder cannot be written
     */
    public static ApiProcess start(Env env, Wire wire, Inside inside) {
        RuntimeConfig config = RuntimeConfig.from(env);
        ApiConfig apiConfig = ApiConfig.from(env);
        Parts parts = new Parts();
        try {
            Guards guards = new Guards(GuardConfig.from(env));
            Uploads uploads = parts.add(Uploads.from(env, apiConfig.uploadDir(), guards));
            List<Component> watched = new ArrayList<>();
            if (env.isSet(Setting.SCRIBE_UPLOAD_S3)) {
                watched.add(uploads);
                parts.add(BreakerEvents.follow(guards, Uploads.BREAKER, wire, config));
            }
            OpenJobs open = new OpenJobs();
            HeardAudio heard = new HeardAudio(Clock.systemUTC());
            JobChanges changes = new JobChanges();
            FlowRunner board =
                    parts.add(new FlowRunner(new BoardFlow(uploads::over, open, heard, changes), wire, config));
            board.start();
            KafkaProducer<String, SpecificRecord> producer = parts.add(producer(config, wire));
            KafkaLetters letters = parts.add(new KafkaLetters(config));
            FrontDoor door = FrontDoor.open(env, wire, config, guards, open, heard, parts);
            watched.addAll(door.components());
            Backing backing = new Backing(
                    producer,
                    new BoardView(stores(board)),
                    open,
                    letters,
                    readiness(board, inside.flows(), uploads, door),
                    parts.add(new KafkaRequests(producer, config, wire.serde(Topics.REQUESTS), Clock.systemUTC())),
                    parts.add(new LiveRoom(changes, LiveRoom.Timing.USUAL)),
                    ModelNames.of(env.path(Setting.WHISPER_MODEL)),
                    door.allowances());
            List<FlowRunner> flows = new ArrayList<>(List.of(board));
            flows.addAll(inside.flows());
            parts.add(QueueMeters.show(open, env));
            Watch watch = parts.add(Watching.of(inside.service(), env, wire, flows, watched));
            List<RouteSet> before = new ArrayList<>(List.of(new RequestWatch()));
            before.addAll(door.routes());
            before.add(new WatchRoutes(watch));
            List<BreakerSet> breakers = new ArrayList<>(inside.breakers());
            breakers.add(guards);
            Operations operations = new Operations(flows, breakers);
            parts.add(OrderReader.start(operations, wire, config));
            BreakerBoard breakerBoard = new BreakerBoard(Clock.systemUTC());
            parts.add(breakerBoard.follow(wire, config));
            String process = Watching.process(inside.role(), config);
            parts.add(BreakerReporter.start(process, operations, wire, config));
            before.addAll(List.of(
                    new QueueRoute(open),
                    new LagRoute(config),
                    new OperationRoutes(operations, producer, Clock.systemUTC()),
                    new BreakerListRoute(process, operations, breakerBoard, Clock.systemUTC()),
                    new AuditRoute(new EventLog(config, wire, backing.board())),
                    new ReplayRoute(board::replay)));
            IngestApi api = new IngestApi(apiConfig, HttpLimits.from(env), uploads, backing, Clock.systemUTC(), before);
            parts.add(api.start());
            Watching.serve(watch, env).ifPresent(parts::add);
            return new ApiProcess(parts, api, board);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** The port it really listens on. */
    public int port() {
        return api.port();
    }

    public FlowRunner board() {
        return board;
    }

    @Override
    public void close() {
        parts.close();
    }

    private static KafkaProducer<String, SpecificRecord> producer(RuntimeConfig config, Wire wire) {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8 * 1024 * 1024);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Duration.ofSeconds(10).toMillis());
        return new KafkaProducer<>(settings, new StringSerializer(), values(wire));
    }

    private static Serializer<SpecificRecord> values(Wire wire) {
        return (topic, value) -> {
            if (value instanceof JobCommand order) {
                return wire.serde(Topics.CONTROL).serialize(topic, order);
            } else if (value instanceof OperatorOrder order) {
                return wire.serde(Topics.OPERATIONS).serialize(topic, order);
            } else if (value instanceof RequestClaim claim) {
                return wire.serde(Topics.REQUESTS).serialize(topic, claim);
            }
            return wire.serde(Topics.JOBS).serialize(topic, (TranscriptionJob) value);
        };
    }

    private static BoardView.Stores stores(FlowRunner board) {
        return new BoardView.Stores() {
            @Override
            public <V> ReadOnlyKeyValueStore<String, V> store(String name) {
                return board.streams()
                        .store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
            }

            @Override
            public <V> List<ReadOnlyKeyValueStore<String, V>> parts(String name) {
                List<ReadOnlyKeyValueStore<String, V>> parts = new ArrayList<>();
                for (int partition : partitions(board.streams())) {
                    parts.add(board.streams()
                            .store(StoreQueryParameters.<ReadOnlyKeyValueStore<String, V>>fromNameAndType(
                                            name, QueryableStoreTypes.keyValueStore())
                                    .withPartition(partition)));
                }
                return parts;
            }
        };
    }

    /** Those of the board that are here. */
    private static Set<Integer> partitions(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .map(task -> task.taskId().partition())
                .collect(Collectors.toSet());
    }

    private static Readiness readiness(FlowRunner board, List<FlowRunner> others, Uploads uploads, FrontDoor door) {
        return () -> {
            Map<String, Check> checks = new LinkedHashMap<>();
            checks.put(board.name(), check(board));
            others.forEach(flow -> checks.put(flow.name(), check(flow)));
            door.components().forEach(part -> checks.put(part.name(), check(part)));
            checks.put(uploads.name(), check(uploads));
            return Readiness.Report.of(checks);
        };
    }

    private static Check check(Component part) {
        Health health = part.check();
        return new Check(health.isReady(), health.detail());
    }
}

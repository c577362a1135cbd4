package io.scribestream.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A flow at work on a cluster, from its start to its end; runs once. Thread-safe. */
public final class FlowRunner implements Component {

    private static final Logger LOG = LoggerFactory.getLogger(FlowRunner.class);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Flow flow;
    private final RuntimeConfig config;
    private final Topology topology;
    private final Properties properties = new Properties();
    private final StaticMembers members;
    private final FaultPolicy faults;
    private final Object change = new Object();
    private final Supplier<Flow.Companion> companions;
    private final CountDownLatch closing = new CountDownLatch(1);
    private Flow.@Nullable Companion companion;
    private volatile KafkaStreams streams;
    private volatile boolean paused;
    private volatile boolean replaying;

    /**
     * @throws EnvironmentException if the state folder cannot be used, as when another process has it
     */
    public FlowRunner(Flow flow, Wire wire, RuntimeConfig config) {
        this.flow = flow;
        this.config = config;
        this.companions = () -> flow.companion(wire, config);
        Map<String, Object> settings = StreamsSettings.of(flow, config);
        properties.putAll(settings);
        makeFolder(config.stateDir());
        members = new StaticMembers(StreamsSettings.applicationId(flow, config), config);
        faults = new FaultPolicy(flow.name(), Clock.systemUTC(), members::removeCurrentThread);
        topology = FlowBuilder.topology(flow, wire, settings);
        streams = made();
    }

    @Override
    public String name() {
        return flow.name();
    }

    /** Starts its threads and returns at once; stores that cannot be opened are removed first, to be restored from Kafka. */
    public void start() {
        try {
            synchronized (this) {
                companion = companions.get();
            }
            streams.start();
        } catch (KafkaException e) {
            if (Fault.cause(e, ProcessorStateException.class).isEmpty()
                    || cannotStart(e).lack() == Lack.DISK_FULL) {
                throw cannotStart(e);
            }
            LOG.atWarn()
                    .addKeyValue("flow", name())
                    .addKeyValue("reason", Fault.root(e).toString())
                    .log("local stores cannot be opened, they are removed and restored from Kafka");
            startWithoutStores();
        }
        Thread watch = new Thread(this::watch, name() + "-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** On a thread of its own, until the end. */
    private void watch() {
        ClockWatch clock = new ClockWatch(InstantSource.system(), System::nanoTime);
        RebalanceWatch rebalance = new RebalanceWatch(config.session(), System.nanoTime());
        try {
            while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (rebalance.isDue(streams.state(), System.nanoTime())) {
                    members.removeFormer(this::threads);
                }
                clock.putBack()
                        .ifPresent(back ->
                                faults.fail(new EnvironmentException("the clock of this machine was put back by "
                                        + Quantities.text(back)
                                        + ", and until it is there again nothing would move; start"
                                        + " again to go on at once")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<String> threads() {
        return streams.metadataForLocalThreads().stream()
                .map(ThreadMetadata::threadName)
                .collect(Collectors.toSet());
    }

    private void startWithoutStores() {
        streams.close(PATIENCE_AT_CLOSE);
        streams = made();
        try {
            streams.cleanUp();
            streams.start();
        } catch (KafkaException e) {
            throw cannotStart(e);
        }
    }

    private KafkaStreams made() {
        try {
            KafkaStreams made = new KafkaStreams(topology, properties);
            made.setUncaughtExceptionHandler(faults);
            made.setStateListener(this::changed);
            StoreNews stores = new StoreNews(name());
            made.setGlobalStateRestoreListener(stores);
            made.setStandbyUpdateListener(stores);
            if (paused) {
                made.pause();
            }
            return made;
        } catch (KafkaException e) {
            throw cannotStart(e);
        }
    }

    private EnvironmentException cannotStart(KafkaException e) {
        Throwable why = Fault.root(e);
        return new EnvironmentException(
                Lack.fullOr(Lack.ENVIRONMENT, why), "the " + name() + " cannot start: " + why.getMessage(), e);
    }

    /**
     * Waits until its stores are restored and it reads records.
     *
     * @throws UnavailableException if it takes longer, or ends before
     */
    public void awaitRunning(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (change) {
            for (State state = streams.state(); state != State.RUNNING; state = streams.state()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (hasEnded(state)) {
                    throw new UnavailableException("the " + name() + " ended before it ran" + because(), cause());
                } else if (left <= 0) {
                    throw new UnavailableException(
                            "the " + name() + " does not run after " + Quantities.text(patience) + ", it is " + state);
                }
                change.wait(left);
            }
        }
    }

    /** Waits until it ends, for whatever reason; see {@link #failure()}. */
    public void awaitEnd() throws InterruptedException {
        synchronized (change) {
            while (replaying || !hasEnded(streams.state())) {
                change.wait();
            }
        }
    }

    public State state() {
        return streams.state();
    }

    /** Has it read no further, until {@link #resume}; what it is at it ends first. It stays a member of its group. */
    public void pause() {
        paused = true;
        streams.pause();
    }

    public void resume() {
        paused = false;
        streams.resume();
    }

    public boolean isPaused() {
        return paused;
    }

    /**
     * Ends, forgets how far it has read and all that its stores hold, and starts again, to read its topics from where they
     * begin. For a flow that sends nothing: what it sent before it would send again. Takes seconds.
     *
     * @throws UnavailableException if the flow runs in another process too, or the broker does not answer; then it goes on
     *     with what it has
     */
    public void replay() {
        replaying = true;
        try {
            boolean ended = streams.close(CloseOptions.timeout(PATIENCE_AT_CLOSE)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            if (!ended) {
                throw new UnavailableException("the " + name() + " did not end, so that it could not begin anew");
            }
            beginAnew();
        } finally {
            replaying = false;
            synchronized (change) {
                change.notifyAll();
            }
        }
    }

    private void beginAnew() {
        boolean forgotten = false;
        try {
            FlowReset.forget(StreamsSettings.applicationId(flow, config), config);
            forgotten = true;
        } finally {
            streams = made();
            if (forgotten) {
                streams.cleanUp();
            }
            streams.start();
        }
    }

    /** Why it stopped by itself; empty while it runs and after an ordinary end. */
    public Optional<Throwable> failure() {
        return faults.failure();
    }

    /** For questions to its stores and for metrics; not to be started or closed. */
    public KafkaStreams streams() {
        return streams;
    }

    @Override
    public Health check() {
        State state = streams.state();
        if (replaying) {
            return Health.waiting("begins to read anew");
        }
        if (failure().isPresent() || hasEnded(state)) {
            return Health.failed("stopped" + because());
        }
        return state == State.RUNNING
                ? Health.ready(paused ? "paused, as ordered" : "running")
                : Health.waiting(state.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        close(PATIENCE_AT_CLOSE);
    }

    /**
     * Lets every thread finish its record and commit.
     *
     * @return whether all ended in time; if not, their work since the last commit is done again by who comes next
     */
    public boolean close(Duration patience) {
        closing.countDown();
        faults.close();
        boolean inTime = streams.close(patience);
        if (!inTime) {
            LOG.atWarn().addKeyValue("flow", name()).log("did not end within {}", Quantities.text(patience));
        }
        closeCompanion();
        return inTime;
    }

    private synchronized void closeCompanion() {
        if (companion != null) {
            companion.close();
            companion = null;
        }
    }

    private void changed(State now, State before) {
        LOG.atInfo().addKeyValue("flow", name()).addKeyValue("from", before).log("stream is {}", now);
        synchronized (change) {
            change.notifyAll();
        }
    }

    private static boolean hasEnded(State state) {
        return state == State.ERROR || state == State.NOT_RUNNING;
    }

    private @Nullable Throwable cause() {
        return failure().orElse(null);
    }

    private String because() {
        return failure()
                .map(Fault::root)
                .map(root -> ": " + (root instanceof EnvironmentException ? root.getMessage() : root))
                .orElse("");
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.fullOr(Lack.DIRECTORY_NOT_WRITABLE, e),
                    "the state folder " + folder + " cannot be made: " + e,
                    e);
        }
        if (!Files.isWritable(folder)) {
            throw new EnvironmentException(
                    Lack.DIRECTORY_NOT_WRITABLE, "the state folder " + folder + " cannot be written");
        }
    }
}

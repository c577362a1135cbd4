package io.scribestream.runtime;

import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on the topic of events what becomes of a breaker. The event stands under {@code @<breaker>@<instance>}, which is
 * no job's id. It leaves at once, by a producer of its own: the stream threads may all be waiting for that very breaker.
 * Best effort: with the broker away for long, an event is lost, and the log line is there all the same.
 */
public final class BreakerEvents implements Flow.Companion, Consumer<BreakerChange> {

    private static final Logger LOG = LoggerFactory.getLogger(BreakerEvents.class);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);
    private static final int MOST_WAITING = 100;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int PATIENCE_MS = 10_000;

    private final Guards guards;
    private final String breaker;
    private final String instance;
    private final InstantSource clock;
    private final Producer<String, JobEvent> producer;
    private final ThreadPoolExecutor sending;

    private BreakerEvents(
            Guards guards, String breaker, String instance, InstantSource clock, Producer<String, JobEvent> producer) {
        this.guards = guards;
        this.breaker = breaker;
        this.instance = instance;
        this.clock = clock;
        this.producer = producer;
        this.sending = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                work -> daemon(work, "events of breaker " + breaker),
                new ThreadPoolExecutor.DiscardOldestPolicy());
    }

    /** Follows one breaker until it is closed itself. */
    public static BreakerEvents follow(Guards guards, String breaker, Wire wire, RuntimeConfig config) {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "scribestream-breaker-" + breaker + "-" + config.instanceId());
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        Producer<String, JobEvent> producer = new KafkaProducer<>(
                settings, new StringSerializer(), wire.serde(Topics.EVENTS).serializer());
        return follow(guards, breaker, config.instanceId(), InstantSource.system(), producer);
    }

    static BreakerEvents follow(
            Guards guards, String breaker, String instance, InstantSource clock, Producer<String, JobEvent> producer) {
        BreakerEvents events = new BreakerEvents(guards, breaker, instance, clock, producer);
        guards.onChange(events);
        return events;
    }

    @Override
    public void accept(BreakerChange change) {
        if (change.name().equals(breaker)) {
            JobEvent event = event(change, clock.instant());
            sending.execute(() -> send(event));
        }
    }

    private void send(JobEvent event) {
        try {
            producer.send(new ProducerRecord<>(Topics.EVENTS.name(), event.getJobId(), event), (sent, error) -> {
                if (error != null) {
                    lost(error);
                }
            });
        } catch (RuntimeException e) {
            lost(e);
        }
    }

    private void lost(Exception e) {
        LOG.atWarn()
                .addKeyValue("breaker", breaker)
                .addKeyValue("reason", e.toString())
                .log("a change of a breaker did not become an event");
    }

    private JobEvent event(BreakerChange change, Instant at) {
        String key = "@" + change.name() + "@" + instance;
        return JobEvent.newBuilder()
                .setEventId(key + "/" + EventType.BREAKER + "/" + UUID.randomUUID())
                .setJobId(key)
                .setClient("")
                .setType(EventType.BREAKER)
                .setAt(at)
                .setMessage("The breaker of " + change.name() + " is "
                        + change.to().code().replace('_', ' ') + " now.")
                .setDetails(Map.of(
                        "breaker",
                        change.name(),
                        "instance",
                        instance,
                        "from",
                        change.from().code(),
                        "to",
                        change.to().code()))
                .build();
    }

    @Override
    public void close() {
        guards.forget(this);
        sending.shutdown();
        try {
            if (!sending.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                sending.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(PATIENCE_AT_CLOSE);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}

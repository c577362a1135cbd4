package io.scribestream.runtime.operate;

import io.scribestream.runtime.BreakerSet.Standing;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.BreakerPosition;
import io.scribestream.schemas.avro.BreakerReport;
import io.scribestream.schemas.avro.BreakerStanding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code this process -> breakers}: how its breakers are, a second after one of them changed and once a minute. Best
 * effort: what does not reach the broker is told again at the next beat. An orderly end takes the report back.
 */
public final class BreakerReporter implements Flow.Companion {

    /** So often at least. */
    public static final Duration BEAT = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(BreakerReporter.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int PATIENCE_MS = 10_000;

    private final String process;
    private final Supplier<List<Standing>> breakers;
    private final InstantSource clock;
    private final Producer<String, BreakerReport> producer;
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(BreakerReporter::daemon);
    private List<Standing> told = List.of();
    private Instant toldAt = Instant.MIN;
    private volatile boolean away;

    BreakerReporter(
            String process,
            Supplier<List<Standing>> breakers,
            InstantSource clock,
            Producer<String, BreakerReport> producer) {
        this.process = process;
        this.breakers = breakers;
        this.clock = clock;
        this.producer = producer;
    }

    /** Tells from now on, until it is closed. */
    public static BreakerReporter start(String process, Operations operations, Wire wire, RuntimeConfig config) {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "scribestream-breakers-" + process.replace('/', '-'));
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        BreakerReporter reporter = new BreakerReporter(
                process,
                operations::breakers,
                InstantSource.system(),
                new KafkaProducer<>(
                        settings,
                        new StringSerializer(),
                        wire.serde(Topics.BREAKERS).serializer()));
        reporter.looking.scheduleWithFixedDelay(reporter::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return reporter;
    }

    /** On the looking thread. */
    void look() {
        try {
            Instant now = clock.instant();
            List<Standing> standings = breakers.get();
            if (!standings.equals(told) || !now.isBefore(toldAt.plus(BEAT)) || now.isBefore(toldAt)) {
                // First: what cannot be sent is not tried again each second.
                told = standings;
                toldAt = now;
                send(report(standings, now));
            }
        } catch (RuntimeException e) { // Thrown out of here, it would silently end the looking for good.
            lost(e);
        }
    }

    private BreakerReport report(List<Standing> standings, Instant now) {
        return BreakerReport.newBuilder()
                .setProcess(process)
                .setAt(now)
                .setBreakers(standings.stream()
                        .map(each -> BreakerStanding.newBuilder()
                                .setName(each.name())
                                .setState(BreakerPosition.valueOf(each.state().name()))
                                .setForced(each.forced())
                                .setFailures(each.failures())
                                .build())
                        .toList())
                .build();
    }

    private void send(@Nullable BreakerReport report) {
        producer.send(new ProducerRecord<>(Topics.BREAKERS.name(), process, report), (sent, error) -> {
            if (error == null) {
                away = false;
            } else {
                lost(error);
            }
        });
    }

    /** Told once, not at every attempt. */
    private void lost(Exception e) {
        if (!away) {
            LOG.atWarn().addKeyValue("reason", e.toString()).log("others do not hear of the breakers here for now");
        }
        away = true;
    }

    @Override
    public void close() {
        looking.shutdownNow();
        try {
            if (!away && looking.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                send(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            lost(e);
        }
        producer.close(PATIENCE_AT_CLOSE);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "breaker-reports");
        thread.setDaemon(true);
        return thread;
    }
}

package io.scribestream.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that all topics of the catalogue are there before a flow starts. Several instances may do so at once. */
public final class TopicCreator {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCreator.class);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /**
     * Creates what is missing and waits until the brokers know all of it.
     *
     * @param patience how long in all, also for a broker that is still starting
     * @throws ConfigException if a topic is there with other partitions, or the brokers are fewer than the replicas
     * @throws EnvironmentException if no broker answers, or none lets us
     */
    public static void ensure(RuntimeConfig config, Duration patience) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "scribestream-topics-" + config.instanceId());
        long deadline = System.nanoTime() + patience.toNanos();
        Admin admin = admin(settings, config);
        try {
            while (true) {
                try {
                    TopicPlan plan = TopicPlan.of(existing(admin, deadline), config.partitions());
                    if (plan.isDone()) {
                        return;
                    }
                    carryOut(admin, plan, deadline);
                } catch (ExecutionException e) {
                    failUnlessRetriable(e.getCause() == null ? e : e.getCause(), config, patience, deadline);
                } catch (TimeoutException e) {
                    throw noBroker(config, patience, e);
                }
                // What was created is not known to every broker at once: look again.
                Thread.sleep(PAUSE.toMillis());
            }
        } finally {
            // Without a limit it would wait for answers that nobody wants any more.
            admin.close(Duration.ZERO);
        }
    }

    private static Admin admin(Map<String, Object> settings, RuntimeConfig config) {
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            throw new EnvironmentException(
                    "no Kafka client for " + config.bootstrapServers() + " can be made: "
                            + Fault.root(e).getMessage(),
                    e);
        }
    }

    /** The partition counts of those of our topics that exist. */
    private static Map<String, Integer> existing(Admin admin, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, TopicDescription> described = get(
                admin.describeTopics(get(admin.listTopics().names(), deadline)).allTopicNames(), deadline);
        described.forEach((name, topic) -> counts.put(name, topic.partitions().size()));
        return counts;
    }

    private static void carryOut(Admin admin, TopicPlan plan, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, KafkaFuture<Void>> created =
                admin.createTopics(plan.create()).values();
        for (Map.Entry<String, KafkaFuture<Void>> topic : created.entrySet()) {
            try {
                get(topic.getValue(), deadline);
                LOG.atInfo().addKeyValue("topic", topic.getKey()).log("topic created");
            } catch (ExecutionException e) {
                rethrowUnless(e, TopicExistsException.class);
            }
        }
        for (Map.Entry<String, Integer> topic : plan.grow().entrySet()) {
            try {
                NewPartitions partitions = NewPartitions.increaseTo(topic.getValue());
                get(admin.createPartitions(Map.of(topic.getKey(), partitions)).all(), deadline);
                LOG.atInfo()
                        .addKeyValue("topic", topic.getKey())
                        .addKeyValue("partitions", topic.getValue())
                        .log("partitions added");
            } catch (ExecutionException e) {
                rethrowUnless(e, InvalidPartitionsException.class);
            }
        }
    }

    /** What another instance did in the meantime is no error; the next look tells whether it is right. */
    private static void rethrowUnless(ExecutionException e, Class<?> doneByAnother) throws ExecutionException {
        if (!doneByAnother.isInstance(e.getCause())) {
            throw e;
        }
    }

    private static <T> T get(KafkaFuture<T> answer, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private static void failUnlessRetriable(Throwable error, RuntimeConfig config, Duration patience, long deadline) {
        if (error instanceof InvalidReplicationFactorException) {
            throw new ConfigException(Setting.SCRIBE_REPLICATION + " is '"
                    + config.partitions().replication() + "', but there are fewer brokers: " + error.getMessage());
        } else if (!(error instanceof RetriableException)) {
            throw new EnvironmentException("the topics cannot be created: " + error.getMessage(), error);
        } else if (System.nanoTime() > deadline) {
            throw noBroker(config, patience, error);
        }
    }

    private static EnvironmentException noBroker(RuntimeConfig config, Duration patience, Throwable error) {
        return new EnvironmentException(
                Lack.UNREACHABLE,
                "no broker at " + config.bootstrapServers() + " answered within " + Quantities.text(patience)
                        + "; start one or set " + Setting.KAFKA_BOOTSTRAP_SERVERS,
                error);
    }

    private TopicCreator() {}
}

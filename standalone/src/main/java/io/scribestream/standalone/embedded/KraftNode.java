package io.scribestream.standalone.embedded;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Kafka's controller and its broker, the parts that {@link KafkaRaftServer} is made of, with one step between their
 * starts: the broker that was there before, perhaps killed, is struck off the controller's list.
 *
 * <p>Without that step the controller takes the dead broker for a living one until its session is over. Meanwhile the
 * new one reads that it leads every partition, loads the consumer groups, learns that it leads none, drops them, and
 * loads them again a moment later. Where the first load is still running by then, as on a busy machine, Kafka 4.3.1
 * takes its end for the end of the second ({@code CoordinatorRuntime} asks for the coordinator of a partition, not for
 * the one that it loaded): groups are served before they are there, the first write ends their loading, and committed
 * offsets are those of some earlier time. Struck off first, nothing is loaded twice, and nobody waits for a session.
 */
final class KraftNode {

    private static final Logger LOG = LoggerFactory.getLogger(KraftNode.class);

    /** Far beyond what a start takes, of a busy machine too: only so that a start that hangs ends with a reason. */
    private static final long MOST_SECONDS = 120;

    private static final long BETWEEN_ASKING_MILLIS = 10;

    private final int nodeId;
    private final SharedServer shared;
    private final ControllerServer controller;
    private final BrokerServer broker;

    KraftNode(KafkaConfig config) {
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directories =
                KafkaRaftServer.initializeLogDirs(config, LOG, "");
        MetaPropertiesEnsemble meta = directories._1();
        this.nodeId = config.nodeId();
        this.shared = new SharedServer(
                config,
                meta,
                Time.SYSTEM,
                Server.initializeMetrics(config, Time.SYSTEM, meta.clusterId().orElseThrow()),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
        this.broker = new BrokerServer(shared);
    }

    /**
     * Starts both and waits until clients are served.
     *
     * @throws RuntimeException Kafka's own, or {@link IllegalStateException} where the controller does not answer
     */
    void start() {
        controller.startup();
        strikeOff();
        broker.startup();
    }

    void shutdown() {
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
    }

    private void strikeOff() {
        Registration registration = new Registration(nodeId);
        try {
            within(shared.loader().installPublishers(List.of(registration)));
            if (within(registration.known)) {
                unregister();
                within(registration.gone);
            }
            within(shared.loader().removeAndClosePublisher(registration));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while its controller started", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "its controller does not strike off the earlier broker: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("its controller did not answer for " + MOST_SECONDS + " s", e);
        }
    }

    private void unregister() throws ExecutionException, InterruptedException, TimeoutException {
        ControllerRequestContext request =
                new ControllerRequestContext(new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.empty());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (true) {
            try {
                within(controller.controller().unregisterBroker(request, nodeId));
                return;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof BrokerIdNotRegisteredException) {
                    return;
                }
                // A controller that has just been started is not the active one yet.
                if (!(e.getCause() instanceof NotControllerException) || System.nanoTime() - end > 0) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN_ASKING_MILLIS);
            }
        }
    }

    private static <T> T within(CompletableFuture<T> answer)
            throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(MOST_SECONDS, TimeUnit.SECONDS);
    }

    /** What the metadata say of the broker with our number, as far as they have been read here. */
    private static final class Registration implements MetadataPublisher {

        private final int nodeId;

        /** Whether there was one when the metadata had been read for the first time. */
        private final CompletableFuture<Boolean> known = new CompletableFuture<>();

        private final CompletableFuture<Void> gone = new CompletableFuture<>();

        private Registration(int nodeId) {
            this.nodeId = nodeId;
        }

        @Override
        public String name() {
            return "registration of an earlier broker";
        }

        @Override
        public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
            boolean there = image.cluster().broker(nodeId) != null;
            known.complete(there);
            if (!there) {
                gone.complete(null);
            }
        }
    }
}

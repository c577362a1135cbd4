package io.scribestream.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/** Has the broker forget how far a flow has read and what its stores held, so that it begins anew. */
final class FlowReset {

    /** Longer than a member that did not say goodbye is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(200);

    private FlowReset() {}

    /**
     * @param applicationId of a flow that runs nowhere
     * @throws UnavailableException if it runs somewhere else, or the broker does not answer
     */
    static void forget(String applicationId, RuntimeConfig config) {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(settings)) {
            forgetOffsets(applicationId, admin, deadline);
            forgetStores(applicationId, admin, deadline);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnavailableException("Kafka did not forget how far " + applicationId + " has read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted before " + applicationId + " could begin anew", e);
        }
    }

    private static void forgetOffsets(String group, Admin admin, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        while (true) {
            try {
                admin.deleteConsumerGroups(List.of(group)).all().get(left(deadline), TimeUnit.NANOSECONDS);
                return;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return;
                }
                if (!(e.getCause() instanceof GroupNotEmptyException) || left(deadline) == 0) {
                    throw e;
                }
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            }
        }
    }

    /** The flow makes its changelogs anew when it starts, if they are gone by then. */
    private static void forgetStores(String applicationId, Admin admin, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> changelogs = changelogs(applicationId, admin, deadline);
        admin.deleteTopics(changelogs).all().get(left(deadline), TimeUnit.NANOSECONDS);
        while (!changelogs(applicationId, admin, deadline).isEmpty()) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }

    private static List<String> changelogs(String applicationId, Admin admin, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin.listTopics().names().get(left(deadline), TimeUnit.NANOSECONDS).stream()
                .filter(topic -> topic.startsWith(applicationId + "-") && topic.endsWith("-changelog"))
                .toList();
    }

    private static long left(long deadline) {
        return Math.max(0, deadline - System.nanoTime());
    }
}

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
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a dead stream thread out of its consumer group. A static member does not leave by itself, and the thread that
 * replaces it has another name: without this its partitions would stand still until the session times out.
 */
final class StaticMembers {

    private static final Logger LOG = LoggerFactory.getLogger(StaticMembers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Kafka Streams ends the names of its threads with this and a number, which it also adds to the instance id. */
    static final String THREAD = "-StreamThread-";

    private final String group;
    private final RuntimeConfig config;

    StaticMembers(String group, RuntimeConfig config) {
        this.group = group;
        this.config = config;
    }

    /** Called by the stream thread that is about to die; where it does not succeed, the session's end does the same. */
    void removeCurrentThread() {
        String thread = Thread.currentThread().getName();
        int number = thread.lastIndexOf(THREAD);
        if (number < 0) {
            return;
        }
        String member = config.instanceId() + "-" + thread.substring(number + THREAD.length());
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        Admin admin = Admin.create(settings);
        try {
            admin.removeMembersFromConsumerGroup(
                            group, new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(member))))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.atInfo().addKeyValue("member", member).log("not taken out of its group: {}", e.toString());
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}

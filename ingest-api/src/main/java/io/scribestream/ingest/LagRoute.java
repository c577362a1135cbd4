package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far each flow is behind, in all processes together: committed records of a topic that no process has read, of all
 * partitions and of the one that has most.
 */
public final class LagRoute implements RouteSet {

    static final String LAG = AccessRoutes.ADMIN + "lag";

    /** What the groups of all flows begin with. */
    private static final String GROUPS = "scribestream-";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RuntimeConfig config;

    private record TopicLag(String flow, String topic, int partitions, long lag, long most) {}

    public LagRoute(RuntimeConfig config) {
        this.config = config;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(LAG, this::lag);
    }

    private void lag(Context ctx) {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
        try (Admin admin = Admin.create(settings)) {
            ctx.json(Map.of("lag", lags(admin)));
        } catch (ExecutionException | TimeoutException e) {
            throw new UnavailableException("Kafka does not say how far the flows are", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while Kafka was asked how far the flows are", e);
        }
    }

    private static List<TopicLag> lags(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, ListConsumerGroupOffsetsSpec> groups = new TreeMap<>();
        admin.listGroups().all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).stream()
                .map(group -> group.groupId())
                .filter(group -> group.startsWith(GROUPS))
                .forEach(group -> groups.put(group, new ListConsumerGroupOffsetsSpec()));
        List<TopicLag> lags = new ArrayList<>();
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                admin.listConsumerGroupOffsets(groups).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        Map<String, ConsumerGroupDescription> members =
                admin.describeConsumerGroups(groups.keySet()).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        for (String group : groups.keySet()) {
            Map<TopicPartition, Long> read = new HashMap<>();
            committed.getOrDefault(group, Map.of()).forEach((partition, offset) -> {
                if (offset != null) {
                    read.put(partition, offset.offset());
                }
            });
            // What was never committed is read from its start.
            List<TopicPartition> untouched = assigned(members.get(group)).stream()
                    .filter(partition -> !read.containsKey(partition))
                    .toList();
            read.putAll(offsets(admin, untouched, OffsetSpec.earliest()));
            Map<TopicPartition, Long> ends = offsets(admin, read.keySet(), OffsetSpec.latest());
            lags.addAll(byTopic(group.substring(GROUPS.length()), read, ends));
        }
        return lags;
    }

    private static List<TopicPartition> assigned(@Nullable ConsumerGroupDescription group) {
        return group == null
                ? List.of()
                : group.members().stream()
                        .flatMap(member -> member.assignment().topicPartitions().stream())
                        .toList();
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        Map<TopicPartition, Long> found = new HashMap<>();
        admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .forEach((partition, offset) -> found.put(partition, offset.offset()));
        return found;
    }

    private static List<TopicLag> byTopic(String flow, Map<TopicPartition, Long> read, Map<TopicPartition, Long> ends) {
        Map<String, TopicLag> topics = new TreeMap<>();
        read.forEach((partition, offset) -> {
            Long end = ends.get(partition);
            if (end != null) {
                long lag = Math.max(0, end - offset);
                topics.merge(
                        partition.topic(),
                        new TopicLag(flow, partition.topic(), 1, lag, lag),
                        (a, b) -> new TopicLag(
                                flow,
                                a.topic(),
                                a.partitions() + b.partitions(),
                                a.lag() + b.lag(),
                                Math.max(a.most(), b.most())));
            }
        });
        return List.copyOf(topics.values());
    }
}

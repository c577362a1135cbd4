package io.scribestream.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes dead stream threads out of their consumer group. A static member does not leave by itself, and the thread that
 * replaces it has another name: without this its partitions would stand still until the session times out.
 */
final class StaticMembers {

    private static final Logger LOG = LoggerFactory.getLogger(StaticMembers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern NUMBER = Pattern.compile("\\d+");

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
        if (thread.contains(THREAD)) {
            String member = member(thread);
            ask("thread " + member, admin -> remove(admin, Set.of(member)));
        }
    }

    /**
     * Takes out what threads of this instance have left that are no more: of a life that had more of them, or gave those
     * that it replaced other numbers.
     *
     * @param threads names of those there are; an {@link IllegalStateException} says that there will be none any more
     */
    void removeFormer(Supplier<Set<String>> threads) {
        ask("former threads", admin -> {
            Set<String> former = admin
                    .describeConsumerGroups(List.of(group))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .flatMap(described -> described.members().stream())
                    .flatMap(member -> member.groupInstanceId().stream())
                    .filter(this::isOurs)
                    .collect(Collectors.toSet());
            threads.get().forEach(thread -> former.remove(member(thread)));
            if (!former.isEmpty()) {
                remove(admin, former);
                LOG.atInfo().addKeyValue("group", group).log("threads that are no more taken out: {}", former);
            }
        });
    }

    private String member(String thread) {
        return config.instanceId() + "-" + thread.substring(thread.lastIndexOf(THREAD) + THREAD.length());
    }

    /** Not one of an instance whose name begins as this one's does. */
    private boolean isOurs(String member) {
        String ours = config.instanceId() + "-";
        return member.startsWith(ours)
                && NUMBER.matcher(member.substring(ours.length())).matches();
    }

    private void remove(Admin admin, Set<String> members)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<MemberToRemove> all = members.stream().map(MemberToRemove::new).toList();
        admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions(all))
                .all()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private interface Question {
        void ask(Admin admin) throws InterruptedException, ExecutionException, TimeoutException;
    }

    private void ask(String what, Question question) {
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        Admin admin = Admin.create(settings);
        try {
            question.ask(admin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            LOG.atInfo().addKeyValue("group", group).log("{} not taken out of its group: {}", what, e.toString());
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}

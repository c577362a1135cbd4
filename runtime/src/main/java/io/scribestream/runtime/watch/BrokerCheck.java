package io.scribestream.runtime.watch;

import io.scribestream.runtime.Health;
import io.scribestream.runtime.RuntimeConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.jspecify.annotations.Nullable;

/** Whether a broker answers. Its client is made when somebody asks for the first time. */
public final class BrokerCheck implements HealthCheck {

    private final RuntimeConfig config;
    private final int patienceMillis = (int) HealthChecks.CAP.toMillis();
    private @Nullable Admin admin;
    private boolean closed;

    public BrokerCheck(RuntimeConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Health look() throws Exception {
        DescribeClusterResult cluster = admin().describeCluster();
        int brokers = cluster.nodes().get(patienceMillis, TimeUnit.MILLISECONDS).size();
        return Health.ready(brokers + (brokers == 1 ? " broker" : " brokers"));
    }

    private synchronized Admin admin() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (admin == null) {
            Map<String, Object> settings = new HashMap<>(config.clientProperties());
            settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
            settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "scribestream-health-" + config.instanceId());
            settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patienceMillis);
            settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceMillis);
            admin = Admin.create(settings);
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}

package io.scribestream.runtime.watch;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.scribestream.runtime.FlowRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What the flows of this process say of themselves: {@code flow.ready}, and {@code consumer.lag}, the committed records of
 * a topic that this process has yet to read, of the partitions that it holds. Looked up when somebody asks.
 */
final class FlowMeters {

    private static final String GROUP = "consumer-fetch-manager-metrics";

    private final List<FlowRunner> flows;
    private final MultiGauge ready = MultiGauge.builder("flow.ready")
            .description("1 where a flow reads its topics")
            .register(Metrics.globalRegistry);
    private final MultiGauge lag = MultiGauge.builder("consumer.lag")
            .description("Records that are there and were not read yet by the partitions' owner, this process")
            .register(Metrics.globalRegistry);

    FlowMeters(List<FlowRunner> flows) {
        this.flows = List.copyOf(flows);
    }

    synchronized void refresh() {
        List<Row<?>> states = new ArrayList<>();
        List<Row<?>> lags = new ArrayList<>();
        for (FlowRunner flow : flows) {
            states.add(Row.of(Tags.of("flow", flow.name()), flow.check().isReady() ? 1 : 0));
            lagByTopic(flow.streams().metrics())
                    .forEach((topic, records) ->
                            lags.add(Row.of(Tags.of("flow", flow.name(), "topic", topic), records)));
        }
        ready.register(states, true);
        lag.register(lags, true);
    }

    private static Map<String, Double> lagByTopic(Map<MetricName, ? extends Metric> metrics) {
        Map<String, Double> lags = new TreeMap<>();
        metrics.forEach((name, metric) -> {
            Map<String, String> tags = name.tags();
            boolean counts = name.group().equals(GROUP)
                    && name.name().equals("records-lag")
                    // Kafka tells each once more with '_' for '.', as it did before 4.
                    && tags.getOrDefault("topic", "").contains(".")
                    && tags.getOrDefault("client-id", "").endsWith("-consumer")
                    // What restores a store reads a changelog, which is no work of the flow's.
                    && !tags.getOrDefault("client-id", "").endsWith("-restore-consumer");
            if (counts && metric.metricValue() instanceof Double records && !records.isNaN()) {
                lags.merge(tags.getOrDefault("topic", ""), records, Double::sum);
            }
        });
        return lags;
    }
}

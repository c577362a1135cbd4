package io.scribestream.standalone.cli;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;

/** Prometheus' text format, read by a parser that others wrote. */
final class PrometheusText {

    /** Families of metrics by name. */
    static Map<String, MetricFamily> parse(String text) {
        CollectorPrometheusMetricsWalker walker = new CollectorPrometheusMetricsWalker();
        new TextPrometheusMetricsProcessor(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), walker)
                .walk();
        return walker.getAllMetricFamilies().stream()
                .collect(Collectors.toMap(MetricFamily::getName, family -> family));
    }

    private PrometheusText() {}
}

package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.standalone.Patience;
import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What those who run it see. On a server of its own: what a process shows is that of the newest server in it. */
class WatchIT {

    private static final Path JFK = Repository.file("samples/jfk.wav");

    private static RunningScribe scribe;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        scribe = RunningScribe.start();
        api = scribe.api();
    }

    @AfterAll
    static void stop() throws Exception {
        scribe.close();
    }

    @Test
    void saysOfEverythingItNeedsThatItIsThere() throws Exception {
        Patience.until(
                "a healthy answer",
                () -> !read(api.get("/health")).path("status").asText().equals("unhealthy"));
        JsonNode health = read(api.get("/health"));

        assertThat(health.path("service").asText()).isEqualTo("scribestream");
        assertThat(health.path("checks").properties())
                .extracting(Map.Entry::getKey)
                .contains(
                        "kafka",
                        "registry",
                        "disk",
                        "stream-board",
                        "stream-chunker",
                        "stream-transcriber",
                        "stream-merger");
        assertThat(health.at("/checks/kafka/details").asText()).isEqualTo("1 broker");
        assertThat(health.at("/checks/disk/details").asText())
                .matches("\\d+\\.\\dGB free / \\d+\\.\\dGB total \\(\\d+\\.\\d% used\\)");
    }

    @Test
    void countsWhatAJobDoesUnderNamesThatPrometheusReads() throws Exception {
        String id = api.submit(JFK, Map.of());
        api.outcome(id);

        String text = api.get("/metrics").body();
        Map<String, MetricFamily> families = PrometheusText.parse(text);

        assertThat(families)
                .as(text)
                .containsKeys(
                        "circuit_breaker_state",
                        "circuit_breaker_failures_total",
                        "checkpoint_saves_total",
                        "checkpoint_recoveries_total",
                        "http_server_requests_seconds",
                        "queue_depth",
                        "jobs_waiting",
                        "consumer_lag",
                        "flow_ready",
                        "chunks_in_flight",
                        "real_time_factor",
                        "engine_audio_seconds_total",
                        "jvm_memory_used_bytes");
        assertThat(labels(families, "queue_depth", "stage")).contains("queued", "transcribing");
        assertThat(labels(families, "consumer_lag", "topic"))
                .contains("transcription.jobs", "transcription.audio", "transcription.segments", "transcription.done")
                .allMatch(topic -> topic.startsWith("transcription."));
        Set<String> routes = labels(families, "http_server_requests_seconds", "route");
        assertThat(routes).contains("/api/v1/transcriptions", "/api/v1/transcriptions/{id}");
        assertThat(text).doesNotContain(id);
    }

    private static Set<String> labels(Map<String, MetricFamily> families, String family, String label) {
        Set<String> values = new TreeSet<>();
        for (Metric metric : families.get(family).getMetrics()) {
            values.add(metric.getLabels().getOrDefault(label, ""));
        }
        return values;
    }

    private static JsonNode read(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}

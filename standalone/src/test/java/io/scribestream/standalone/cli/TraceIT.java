package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.Span;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.trace.Tracing;
import io.scribestream.standalone.Patience;
import io.scribestream.testkit.Repository;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningScribe.Extension.class)
class TraceIT {

    private static final Path JFK = Repository.file("samples/jfk.wav");
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    private final RunningScribe scribe;

    TraceIT(RunningScribe scribe) {
        this.scribe = scribe;
    }

    @Test
    void showsAJobAsOneTraceFromTheRequestToTheTranscript() throws Exception {
        try (SpanCollector collector = new SpanCollector();
                Tracing tracing = Tracing.start(
                        Env.of(Map.of()).with(Setting.OTEL_EXPORTER_OTLP_ENDPOINT, collector.endpoint()),
                        "scribestream-test",
                        "1")) {
            String id = submit("00-" + TRACE + "-" + CALLER + "-01");
            scribe.api().outcome(id);
            Patience.until("all spans of the job", () -> byName(collector).containsKey("merge transcript"));

            Map<String, List<Span>> spans = byName(collector);
            assertThat(spans)
                    .containsOnlyKeys(
                            "POST /api/v1/transcriptions",
                            "take job",
                            "open source",
                            "cut chunk",
                            "hear chunk",
                            "merge transcript");
            assertThat(spans.values()).allSatisfy(all -> assertThat(all).allSatisfy(span -> {
                assertThat(span.getEndTimeUnixNano()).isGreaterThanOrEqualTo(span.getStartTimeUnixNano());
            }));
            Span request = only(spans, "POST /api/v1/transcriptions");
            Span taken = only(spans, "take job");
            assertThat(SpanCollector.hex(request.getParentSpanId())).isEqualTo(CALLER);
            assertThat(taken.getParentSpanId()).isEqualTo(request.getSpanId());
            for (String name : List.of("open source", "cut chunk", "hear chunk", "merge transcript")) {
                assertThat(spans.get(name))
                        .extracting(Span::getParentSpanId)
                        .as(name)
                        .containsOnly(taken.getSpanId());
            }
            assertThat(only(spans, "hear chunk").getAttributesList())
                    .anySatisfy(attribute ->
                            assertThat(attribute.getValue().getStringValue()).isEqualTo(id));
            assertThat(collector.services()).containsOnly("scribestream-test");
            assertThat(traceOnTheTranscript(id))
                    .isEqualTo("00-" + TRACE + "-" + SpanCollector.hex(taken.getSpanId()) + "-01");
        }
    }

    @Test
    void tellsOfACommandToo(@TempDir Path folder) throws Exception {
        try (SpanCollector collector = new SpanCollector();
                ScribeChild child = ScribeChild.start(
                        folder,
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                collector.endpoint(),
                                "OTEL_SERVICE_NAME",
                                "by-its-variable"),
                        "transcribe",
                        JFK.toString())) {
            assertThat(child.awaitEnd()).as(child.said()).isZero();

            assertThat(collector.services()).containsOnly("by-its-variable");
            List<Span> heard = collector.named("hear chunk");
            assertThat(heard).hasSize(1);
            assertThat(collector.of(SpanCollector.hex(heard.get(0).getTraceId())))
                    .extracting(Span::getName)
                    .contains("take job", "open source", "cut chunk", "merge transcript");
        }
    }

    private Map<String, List<Span>> byName(SpanCollector collector) {
        return collector.of(TRACE).stream().collect(Collectors.groupingBy(Span::getName));
    }

    private static Span only(Map<String, List<Span>> spans, String name) {
        assertThat(spans.get(name)).as(name).hasSize(1);
        return spans.get(name).get(0);
    }

    private String submit(String traceparent) throws Exception {
        String body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"jfk.wav\"\r\n\r\n";
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(scribe.url() + "/api/v1/transcriptions"))
                                .header("traceparent", traceparent)
                                .header("Content-Type", "multipart/form-data; boundary=x")
                                .POST(HttpRequest.BodyPublishers.concat(
                                        HttpRequest.BodyPublishers.ofString(body),
                                        HttpRequest.BodyPublishers.ofFile(JFK),
                                        HttpRequest.BodyPublishers.ofString("\r\n--x--\r\n")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return new ObjectMapper().readTree(answer.body()).path("id").asText();
    }

    private String traceOnTheTranscript(String id) throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", scribe.bootstrapServers());
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("transcription.done").stream()
                    .map(part -> new TopicPartition(part.topic(), part.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            String[] found = {""};
            Patience.until("the transcript's record", () -> {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Header header = record.headers().lastHeader("traceparent");
                    if (record.key().equals(id) && header != null) {
                        found[0] = new String(header.value());
                    }
                }
                return !found[0].isEmpty();
            });
            return found[0];
        }
    }
}

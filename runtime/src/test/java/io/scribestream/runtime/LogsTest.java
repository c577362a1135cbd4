package io.scribestream.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.spi.FilterReply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

final class LogsTest {

    private final LoggerContext context = new LoggerContext();

    LogsTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    @Test
    void writesAPlainLineThatEndsWithItsKeys() {
        String line = encode(Logs.Format.PLAIN, event("io.scribestream.Cutter", "chunk cut", null));

        assertThat(line).matches("\\S+T\\S+ INFO  Cutter chunk cut jobId=a tookMs=12 ?\n");
    }

    @Test
    void keepsAPlainEventOnOneLine() {
        String line = encode(Logs.Format.PLAIN, event("a.B", "name\r\n2026 ERROR forged", null));

        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void writesTheTraceOfAnErrorOnceBelowAPlainLine() {
        String text = encode(Logs.Format.PLAIN, event("a.B", "failed", new IllegalStateException("why")));

        assertThat(text.lines().filter(line -> line.contains("IllegalStateException: why")))
                .hasSize(1);
    }

    @Test
    void writesKeysAsFieldsOfTheirOwnInJson() throws IOException {
        String line = encode(Logs.Format.JSON, event("a.B", "line\nbreak", new IllegalStateException("why")));

        assertThat(line.lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.path("message").textValue()).isEqualTo("line\nbreak");
        assertThat(json.path("jobId").textValue()).isEqualTo("a");
        assertThat(json.path("tookMs").intValue()).isEqualTo(12);
        assertThat(json.path("level").textValue()).isEqualTo("INFO");
        assertThat(json.path("error").textValue()).startsWith("java.lang.IllegalStateException: why");
    }

    @Test
    void saysInBothFormatsWhoseRequestItWas() throws IOException {
        LoggingEvent event = event("a.B", "done", null);
        event.setMDCPropertyMap(Map.of("requestId", "r-1"));

        assertThat(encode(Logs.Format.PLAIN, event)).endsWith("tookMs=12 requestId=r-1\n");
        assertThat(new ObjectMapper()
                        .readTree(encode(Logs.Format.JSON, event))
                        .path("requestId")
                        .textValue())
                .isEqualTo("r-1");
    }

    @Test
    void dropsWhatIsKnownToBeHarmlessAndNothingElse() {
        KnownHarmless filter = new KnownHarmless();

        assertThat(filter.decide(event(
                        "kafka.server.ReplicaManager",
                        "Error processing append",
                        new IllegalStateException("v2 idempotent producer with no existing state"))))
                .isEqualTo(FilterReply.DENY);
        assertThat(filter.decide(event("kafka.server.ReplicaManager", "Error processing append", null)))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    private String encode(Logs.Format format, ILoggingEvent event) {
        return new String(Logs.encoder(format, context).encode(event), UTF_8);
    }

    private LoggingEvent event(String logger, String message, @Nullable Throwable error) {
        Logger from = context.getLogger(logger);
        LoggingEvent event = new LoggingEvent(getClass().getName(), from, Level.INFO, message, error, null);
        event.addKeyValuePair(new KeyValuePair("jobId", "a"));
        event.addKeyValuePair(new KeyValuePair("tookMs", 12));
        return event;
    }
}

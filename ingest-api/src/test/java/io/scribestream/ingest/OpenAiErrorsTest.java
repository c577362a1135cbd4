package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.ingest.access.AccessConfig;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.LocalLimiter;
import io.scribestream.runtime.Env;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused and what fails, in the shape that clients of OpenAI read. */
class OpenAiErrorsTest extends OpenAiRequests {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "model, '', 400, missing_parameter, model",
                "model, gpt-4o-transcribe, 404, model_not_found, model",
                "response_format, docx, 400, invalid_value, response_format",
                "temperature, 2, 400, invalid_value, temperature",
                "temperature, hot, 400, invalid_value, temperature",
                "language, klingon, 400, invalid_value, language",
                "stream, maybe, 400, invalid_value, stream",
                "timestamp_granularities[], word, 400, invalid_value, timestamp_granularities[]",
                "chunking_strategy, '{}', 400, invalid_value, chunking_strategy",
                "speaker, 1, 400, unknown_parameter, speaker"
            })
    void saysWhichParameterIsWrong(String name, String value, int status, String code, String parameter)
            throws Exception {
        List<String> fields = new ArrayList<>(List.of(name, value));
        if (!name.equals("model")) {
            fields.addAll(List.of("model", "whisper-1"));
        }

        HttpResponse<String> answer =
                ask(TRANSCRIPTIONS, fields.toArray(String[]::new)).get(30, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("param").asText()).isEqualTo(parameter);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(filesIn(folder)).isEmpty();
        assertThat(api.producer.history()).isEmpty();
    }

    @Test
    void streamsOnlyWhatIsText() throws Exception {
        HttpResponse<String> answer = ask(
                        TRANSCRIPTIONS, "model", "whisper-1", "stream", "true", "response_format", "srt")
                .get(30, TimeUnit.SECONDS);

        assertThat(error(answer).path("param").asText()).isEqualTo("stream");
    }

    @Test
    void hasNoStreamOfTranslations() throws Exception {
        HttpResponse<String> answer = ask("/v1/audio/translations", "model", "whisper-1", "stream", "true")
                .get(30, TimeUnit.SECONDS);

        assertThat(error(answer).path("code").asText()).isEqualTo("unknown_parameter");
    }

    @Test
    void givesEveryErrorTheShapeThatItsClientsRead() throws Exception {
        HttpResponse<String> nothing = get("/v1/nothing");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(error(nothing).path("code").asText()).isEqualTo("nothing_here");
        HttpResponse<String> large = client.send(
                formOf("x".repeat(1_000_001), TRANSCRIPTIONS, "model", "whisper-1")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(error(large).path("code").asText()).isEqualTo("too_large");
        HttpResponse<String> noForm = client.send(
                HttpRequest.newBuilder(api.uri(TRANSCRIPTIONS))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(noForm.statusCode()).isEqualTo(415);
        assertThat(error(noForm).path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error(noForm).path("param").isNull()).isTrue();
    }

    @Test
    void asksForAKeyInThatShape() throws Exception {
        restart(BoardApi.QUICK, new AccessRoutes(new AccessConfig(true), List.of()));

        HttpResponse<String> answer = ask(TRANSCRIPTIONS, "model", "whisper-1").get(30, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(error(answer).path("code").asText()).isEqualTo("invalid_api_key");
        assertThat(error(answer).path("type").asText()).isEqualTo("authentication_error");
    }

    @Test
    void countsAsNewWorkAndSaysInThatShapeWhenItIsTooMuch() throws Exception {
        LimitConfig config = LimitConfig.from(
                Env.of(Map.of(
                        "SCRIBE_LIMITS", "on", "SCRIBE_LIMIT_TRANSCRIBE_HOUR", "1", "SCRIBE_LIMIT_STATUS_HOUR", "1")),
                false);
        restart(
                BoardApi.QUICK,
                new LimitRoutes(
                        new LocalLimiter(LimitConfig.KEPT),
                        config,
                        Backings.unlimited(),
                        LimitRoutes.Clients.ONE,
                        Clock.systemUTC()));
        HttpResponse<String> first = ask(TRANSCRIPTIONS, "model", "none").get(30, TimeUnit.SECONDS);
        assertThat(first.statusCode()).isEqualTo(404);

        HttpResponse<String> answer = ask(TRANSCRIPTIONS, "model", "whisper-1").get(30, TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(error(answer).path("code").asText()).isEqualTo("rate_limited");
        assertThat(error(answer).path("type").asText()).isEqualTo("rate_limit_error");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(get("/v1/models").statusCode()).isEqualTo(200);
        assertThat(get("/v1/models/whisper-1").statusCode()).isEqualTo(429);
    }

    @Test
    void saysWhyAJobFailed() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask(TRANSCRIPTIONS, "model", "whisper-1");
        failed(job(0), "unreadable_audio");
        CompletableFuture<HttpResponse<String>> again = ask(TRANSCRIPTIONS, "model", "whisper-1");
        failed(job(1), "engine_failed");
        CompletableFuture<HttpResponse<String>> streamed = ask(TRANSCRIPTIONS, "model", "whisper-1", "stream", "true");
        failed(job(2), "no_audio_stream");

        assertThat(asked.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
        assertThat(error(asked.get()).path("code").asText()).isEqualTo("unreadable_audio");
        assertThat(again.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
        assertThat(error(again.get()).path("type").asText()).isEqualTo("server_error");
        assertThat(streamed.get(30, TimeUnit.SECONDS).body())
                .startsWith("data: {\"error\":{")
                .contains("no_audio_stream");
    }

    private static List<Path> filesIn(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}

package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.standalone.Patience;
import io.scribestream.testkit.Repository;
import io.scribestream.testkit.WordErrorRate;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningScribe.Extension.class)
class ServeIT {

    private static final Path JFK = Repository.file("samples/jfk.wav");
    private static final String WORDS = "And so, my fellow Americans, ask not what your country can do for you,"
            + " ask what you can do for your country.";
    private static final List<String> STATES = List.of("queued", "running", "completed");
    private static final List<String> STAGES =
            List.of("unknown", "queued", "fetching", "preparing", "transcribing", "merging", "completed");

    private final RunningScribe scribe;
    private final Api api;

    ServeIT(RunningScribe scribe) {
        this.scribe = scribe;
        this.api = scribe.api();
    }

    @Test
    void endsWhenTheBoardHasStopped() throws Exception {
        try (RunningScribe other = RunningScribe.start()) {
            other.requireHealthy();
            other.flow("board").close();
            assertThatThrownBy(other::requireHealthy)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("the board stopped");
        }
    }

    @Test
    void turnsAnUploadIntoItsWordsAndNeverSaysLessThanBefore() throws Exception {
        HttpResponse<String> accepted = api.post("jfk.wav", Files.readAllBytes(JFK), Map.of());
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String id = api.read(accepted).path("id").asText();
        assertThat(accepted.headers().firstValue("Location")).contains("/api/v1/transcriptions/" + id);

        List<JsonNode> seen = api.follow(id);

        assertThat(seen)
                .extracting(status -> STATES.indexOf(status.path("state").asText()))
                .isSorted()
                .doesNotContain(-1);
        assertThat(seen)
                .extracting(status -> STAGES.indexOf(status.path("stage").asText()))
                .isSorted()
                .doesNotContain(-1);
        assertThat(seen)
                .extracting(status -> status.path("progress").asDouble())
                .isSorted()
                .endsWith(1.0);
        assertThat(seen)
                .extracting(status -> status.path("seconds_done").asDouble())
                .isSorted();
        JsonNode last = seen.get(seen.size() - 1);
        assertThat(last.path("name").asText()).isEqualTo("jfk.wav");
        assertThat(last.path("seconds_total").asDouble()).isBetween(10.9, 11.1);
        sameWords(api.result(id, "txt").body());
        sameWords(api.read(api.result(id, "json")).path("text").asText());
        assertThat(api.read(api.result(id, "json")).path("language").asText()).isEqualTo("en");
        assertThat(api.result(id, "srt").body()).startsWith("1\n00:00:00,").contains("fellow Americans");
        assertThat(api.result(id, "vtt").body()).startsWith("WEBVTT\n").contains("fellow Americans");
        assertThat(api.result(id, "tsv").body()).startsWith("start\tend\t").contains("fellow Americans");
        assertThat(api.result(id, "docx").statusCode()).isEqualTo(400);
        Patience.until("its upload is gone", () -> isEmpty(scribe.uploads()));
    }

    @Test
    void saysWhyAnUploadHoldsNoSoundAndKeepsNothingOfIt() throws Exception {
        String id = api.read(api.post(
                        "talk.mp3",
                        "This is a text, whatever it is called.".getBytes(StandardCharsets.UTF_8),
                        Map.of()))
                .path("id")
                .asText();
        JsonNode outcome = api.outcome(id);
        assertThat(outcome.path("state").asText()).isEqualTo("failed");
        assertThat(outcome.path("reason").asText()).isEqualTo("unreadable_audio");
        assertThat(outcome.path("message").asText()).isNotBlank();
        HttpResponse<String> result = api.result(id, "txt");
        assertThat(result.statusCode()).isEqualTo(409);
        assertThat(result.body()).contains("unreadable_audio");
        Patience.until("its upload is gone", () -> isEmpty(scribe.uploads()));
    }

    @Test
    void refusesWhatCannotBeAJobBeforeItIsOne() throws Exception {
        HttpResponse<String> language = api.post("jfk.wav", Files.readAllBytes(JFK), Map.of("language", "klingon"));
        assertThat(language.statusCode()).isEqualTo(400);
        assertThat(api.read(language).path("code").asText()).isEqualTo("unknown_language");
        HttpResponse<String> large = api.post("long.wav", new byte[RunningScribe.MAX_UPLOAD_BYTES + 1], Map.of());
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(api.read(large).path("code").asText()).isEqualTo("too_large");
        HttpResponse<String> empty = api.post("empty.wav", new byte[0], Map.of());
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(api.read(empty).path("code").asText()).isEqualTo("empty_file");
        HttpResponse<String> unknown = api.get("/api/v1/transcriptions/nobody-sent-this");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(api.read(unknown).path("code").asText()).isEqualTo("unknown_job");
    }

    @Test
    void saysThatItLivesAndIsReady() throws Exception {
        assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = api.get("/health/ready");
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
        assertThat(ready.body()).contains("chunker", "transcriber", "merger", "board");
    }

    @Test
    void takesAndGivesTheSameThroughTheCommands() throws Exception {
        Said submitted = Said.by("submit", JFK.toString(), "-l", "en", "--server", server());
        assertThat(submitted.exit()).as(submitted.err()).isEqualTo(ExitCodes.DONE);
        String id = submitted.out().strip();
        api.outcome(id);
        Said status = Said.by("status", id, "--server", server());
        assertThat(status.out()).contains("\"state\" : \"completed\"");
        Said result = Said.by("result", id, "--server", server());
        assertThat(result.exit()).isEqualTo(ExitCodes.DONE);
        sameWords(result.out());
        assertThat(Said.by("result", id, "-f", "srt", "--server", server()).out())
                .contains(" --> ");
        assertThat(Said.by("result", id, "-f", "json", "--server", server()).out())
                .doesNotContain("\"words\"");
        assertThat(Said.by("result", id, "-f", "json", "--words", "--server", server())
                        .out())
                .contains("\"words\"");
        assertThat(Said.by("list", "--server", server()).out()).contains(id).contains("jfk.wav");
        Said followed = Said.by("follow", id, "--server", server());
        assertThat(followed.exit()).isEqualTo(ExitCodes.DONE);
        sameWords(followed.out());
    }

    @Test
    void transcribesWhatIsAtAUrl() throws Exception {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/talks/jfk.wav", exchange -> {
            exchange.sendResponseHeaders(200, Files.size(JFK));
            try (OutputStream out = exchange.getResponseBody()) {
                Files.copy(JFK, out);
            }
        });
        web.start();
        try {
            String talks = "http://127.0.0.1:" + web.getAddress().getPort() + "/talks/";
            Said submitted = Said.by("submit", talks + "jfk.wav", "--server", server());
            assertThat(submitted.exit()).as(submitted.err()).isEqualTo(ExitCodes.DONE);
            JsonNode transcript = api.transcript(submitted.out().strip());
            sameWords(transcript.path("text").asText());
            Said missing = Said.by("submit", talks + "lost.wav", "--server", server());
            assertThat(missing.exit()).isEqualTo(ExitCodes.JOB_FAILED);
            assertThat(missing.err()).contains("answered 404");
        } finally {
            web.stop(0);
        }
    }

    @Test
    void saysInASentenceWhatTheServerRefusedOrThatThereIsNone() {
        Said unknown = Said.by("status", "nobody-sent-this", "--server", server());
        assertThat(unknown.exit()).isEqualTo(ExitCodes.JOB_FAILED);
        assertThat(unknown.err()).contains("nobody-sent-this").doesNotContain("\tat ");
        Said early = Said.by("submit", JFK.toString(), "-l", "klingon", "--server", server());
        assertThat(early.exit()).isEqualTo(ExitCodes.JOB_FAILED);
        assertThat(early.err()).contains("klingon");
        Said nobody = Said.by("list", "--server", "http://127.0.0.1:1");
        assertThat(nobody.exit()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(nobody.err())
                .contains("no server answers")
                .contains("scribe serve")
                .doesNotContain("\tat ");
    }

    private String server() {
        return scribe.url().toString();
    }

    private static void sameWords(String heard) {
        WordErrorRate errors = WordErrorRate.of(WORDS, heard, "en");
        assertThat(errors.rate()).as(errors.differences()).isZero();
    }

    private static boolean isEmpty(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}

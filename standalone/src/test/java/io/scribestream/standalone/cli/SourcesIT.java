package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.trace.v1.Span;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.trace.Tracing;
import io.scribestream.standalone.Patience;
import io.scribestream.testkit.Repository;
import io.scribestream.testkit.S3Mock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings from wherever they lie, until their words are there. */
class SourcesIT {

    private static final Path JFK = Repository.file("samples/jfk.wav");
    private static final String PAGE = "<!doctype html><title>A talk</title>";

    @TempDir
    static Path folder;

    private static S3Mock store;
    private static HttpServer web;
    private static RunningScribe scribe;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        store = S3Mock.start(folder.resolve("s3"));
        store.bucket("talks");
        store.object("/talks/2026/jfk.wav", Files.readAllBytes(JFK));
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/watch", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().add("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, PAGE.length());
                exchange.getResponseBody().write(PAGE.getBytes(StandardCharsets.UTF_8));
            }
        });
        web.start();
        Path program = Files.writeString(
                folder.resolve("yt-dlp"), "#!/bin/sh\ncp '" + JFK.toAbsolutePath() + "' page-media\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        scribe = RunningScribe.start(Map.of(
                Setting.SCRIBE_S3_SOURCES, "talks",
                Setting.SCRIBE_S3_ENDPOINT, store.endpoint().toString(),
                Setting.SCRIBE_S3_PATH_STYLE, "true",
                Setting.SCRIBE_S3_ACCESS_KEY, "key",
                Setting.SCRIBE_S3_SECRET_KEY, "secret",
                Setting.SCRIBE_FETCH_ALLOW, "127.0.0.1:" + web.getAddress().getPort(),
                Setting.SCRIBE_YT_DLP, program.toString()));
    }

    @AfterAll
    static void stop() throws IOException {
        scribe.close();
        web.stop(0);
        store.close();
    }

    @Test
    void hearsAnObjectInAStore() throws Exception {
        String id = scribe.api().submit("{\"source\": {\"s3\": \"s3://talks/2026/jfk.wav\"}}");

        assertHeard(scribe.api().transcript(id));
    }

    @Test
    void showsTheFetchInTheTraceOfItsJob() throws Exception {
        try (SpanCollector collector = new SpanCollector();
                Tracing tracing = Tracing.start(
                        Env.of(Map.of()).with(Setting.OTEL_EXPORTER_OTLP_ENDPOINT, collector.endpoint()),
                        "scribestream-test",
                        "1")) {
            String id = scribe.api().submit("{\"source\": {\"s3\": \"s3://talks/2026/jfk.wav\"}}");

            scribe.api().outcome(id);
            Patience.until("the end of the trace", () -> collector.all().stream()
                    .anyMatch(span -> span.getName().equals("merge transcript")));

            Map<String, Span> spans = collector.all().stream()
                    .collect(Collectors.toMap(Span::getName, Function.identity(), (one, other) -> one));
            assertThat(spans).containsKeys("take job", "fetch source", "open source", "hear chunk");
            Span fetch = spans.get("fetch source");
            assertThat(fetch.getTraceId()).isEqualTo(spans.get("take job").getTraceId());
            assertThat(fetch.getParentSpanId()).isEqualTo(spans.get("take job").getSpanId());
            assertThat(fetch.getEndTimeUnixNano())
                    .isLessThanOrEqualTo(spans.get("hear chunk").getEndTimeUnixNano());
        }
    }

    @Test
    void tellsWhichObjectIsNotThereOrMayNotBeRead() throws Exception {
        Api api = scribe.api();
        assertThat(api.outcome(api.submit("{\"source\": {\"s3\": \"s3://talks/none.wav\"}}"))
                        .path("reason")
                        .asText())
                .isEqualTo("source_not_found");
        assertThat(api.outcome(api.submit("{\"source\": {\"s3\": \"s3://payroll/2026.wav\"}}"))
                        .path("reason")
                        .asText())
                .isEqualTo("source_refused");
    }

    @Test
    void hearsTheRecordingThatAPageShows() throws Exception {
        String id = scribe.api()
                .submit("{\"source\": {\"url\": \"http://127.0.0.1:"
                        + web.getAddress().getPort() + "/watch?v=1\"}}");

        assertHeard(scribe.api().transcript(id));
    }

    @Test
    void hearsAFileThatCameInParts() throws Exception {
        byte[] speech = Files.readAllBytes(JFK);
        HttpResponse<String> begun = send(
                "/api/v1/uploads",
                "POST",
                BodyPublishers.noBody(),
                Map.of("Upload-Length", Integer.toString(speech.length), "Upload-Metadata", "filename amZrLndhdg=="));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        String path = begun.headers().firstValue("Location").orElseThrow();
        int half = speech.length / 2;
        part(path, speech, 0, half);

        HttpResponse<String> last = part(path, speech, half, speech.length);

        String job = last.headers().firstValue("Scribestream-Job").orElseThrow();
        JsonNode transcript = scribe.api().transcript(job.substring(job.lastIndexOf('/') + 1));
        assertHeard(transcript);
    }

    private static HttpResponse<String> part(String path, byte[] bytes, int from, int to)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(
                path,
                "PATCH",
                BodyPublishers.ofByteArray(Arrays.copyOfRange(bytes, from, to)),
                Map.of("Content-Type", "application/offset+octet-stream", "Upload-Offset", Integer.toString(from)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        return answer;
    }

    private static HttpResponse<String> send(
            String path, String method, BodyPublisher body, Map<String, String> headers)
            throws IOException, InterruptedException {
        URI uri = scribe.url().resolve(path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).method(method, body).header("Tus-Resumable", "1.0.0");
        headers.forEach(request::header);
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static void assertHeard(JsonNode transcript) {
        assertThat(transcript.path("text").asText()).contains("ask what you can do for your country");
    }
}

package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.TranscriptionJob;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that are told of a job's end, of jobs that come by tus and in OpenAI's form. */
class CallbackRoutesTest {

    private static final String HOOKS = "https://example.org/hooks";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private BoardApi api;

    @BeforeEach
    void start() {
        api = new BoardApi(folder, BoardApi.QUICK, List.of());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void comesWithTheMetadataOfAnUpload() throws Exception {
        assertThat(upload(HOOKS).statusCode()).isEqualTo(201);

        assertThat(jobs()).extracting(TranscriptionJob::getCallback).containsExactly(HOOKS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.org/hooks", "https://anna:secret@example.org/", "hooks"})
    void isNoneOfTheWebsAndRefusedBeforeTheUploadBegins(String address) throws Exception {
        assertThat(ApiUnderTest.problem(upload(address))).isEqualTo("400 wrong_value");
        assertThat(jobs()).isEmpty();
    }

    @Test
    void comesAsAFieldOfOpenAisForm() throws Exception {
        for (String task : List.of("transcriptions", "translations")) {
            assertThat(ask(task, HOOKS, "respond-async").statusCode()).isEqualTo(202);
        }

        assertThat(jobs()).extracting(TranscriptionJob::getCallback).containsExactly(HOOKS, HOOKS);
    }

    @Test
    void isRefusedFromWhoWaitsForTheAnswer() throws Exception {
        HttpResponse<String> answer = ask("transcriptions", HOOKS, "wait=10");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(ApiUnderTest.json(answer).at("/error/param").asText()).isEqualTo("callback");
        assertNothingIsKept();
    }

    @Test
    void isRefusedInOpenAisShapeWhereItIsNone() throws Exception {
        HttpResponse<String> answer = ask("transcriptions", "hooks", "respond-async");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(ApiUnderTest.json(answer).at("/error/code").asText()).isEqualTo("wrong_value");
        assertNothingIsKept();
    }

    @Test
    void isRefusedWhereNoWebhooksAreSent() throws Exception {
        try (ApiUnderTest without = new ApiUnderTest(folder.resolve("without"))) {
            HttpResponse<String> upload = without.ask(
                    "POST",
                    "/api/v1/uploads",
                    new byte[0],
                    "Tus-Resumable",
                    "1.0.0",
                    "Upload-Length",
                    "5",
                    "Upload-Metadata",
                    metadata(HOOKS));
            HttpResponse<String> openAi = without.ask(
                    "POST",
                    "/v1/audio/transcriptions",
                    form(HOOKS).getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    "multipart/form-data; boundary=b",
                    "Prefer",
                    "respond-async");

            assertThat(ApiUnderTest.problem(upload)).isEqualTo("400 webhooks_off");
            assertThat(openAi.statusCode()).isEqualTo(400);
            assertThat(openAi.body()).contains("webhooks_off");
        }
    }

    private List<TranscriptionJob> jobs() {
        return api.producer.history().stream()
                .map(record -> (TranscriptionJob) record.value())
                .toList();
    }

    private void assertNothingIsKept() {
        assertThat(jobs()).isEmpty();
        assertThat(folder.toFile().list((in, name) -> !name.startsWith("."))).isEmpty();
    }

    private HttpResponse<String> upload(String callback) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(api.uri("/api/v1/uploads"))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "5")
                .header("Upload-Metadata", metadata(callback))
                .header("Content-Type", "application/offset+octet-stream")
                .POST(BodyPublishers.ofString("sound"))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> ask(String task, String callback, String prefer) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(api.uri("/v1/audio/" + task))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .header("Prefer", prefer)
                .POST(BodyPublishers.ofString(form(callback)))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static String metadata(String callback) {
        return "callback " + Base64.getEncoder().encodeToString(callback.getBytes(StandardCharsets.UTF_8));
    }

    private static String form(String callback) {
        return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nsound"
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1"
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"callback\"\r\n\r\n" + callback + "\r\n--b--\r\n";
    }
}

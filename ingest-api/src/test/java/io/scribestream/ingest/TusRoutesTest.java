package io.scribestream.ingest;

import static io.scribestream.ingest.TusServer.UPLOADS;
import static io.scribestream.ingest.TusServer.base64;
import static io.scribestream.ingest.TusServer.part;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Priority;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the tus protocol, over HTTP as it stands there. */
class TusRoutesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private TusServer server;

    @BeforeEach
    void start() {
        server = new TusServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysWhatItCan() throws Exception {
        HttpResponse<String> answer = server.send("anna", "", "OPTIONS", UPLOADS, "", Map.of());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(header(answer, "Tus-Extension")).isEqualTo("creation,creation-with-upload,termination,expiration");
        assertThat(header(answer, "Tus-Max-Size")).isEqualTo("" + TusServer.MOST_BYTES);
    }

    @Test
    void makesOneJobOfAFileThatComesInParts() throws Exception {
        String path = server.create(
                9,
                "filename " + base64("/home/anna/Grüße.wav") + ",language " + base64("de") + ", priority "
                        + base64("high") + ",deadline_seconds " + base64("60") + ",filetype,metadata "
                        + base64("{\"ticket\": 42}"));

        HttpResponse<String> first = server.patch(path, 0, "some");
        assertThat(first.statusCode()).isEqualTo(204);
        assertThat(header(first, "Upload-Offset")).isEqualTo("4");
        assertThat(header(first, "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(header(first, "Scribestream-Job")).isEmpty();
        assertThat(server.jobs()).isEmpty();
        HttpResponse<String> last = server.patch(path, 4, "sound");

        assertThat(last.statusCode()).isEqualTo(204);
        assertThat(header(last, "Upload-Offset")).isEqualTo("9");
        assertThat(header(last, "Upload-Expires")).isEmpty();
        TranscriptionJob job = only(server.jobs());
        assertThat(path).endsWith("/" + job.getJobId());
        assertThat(header(last, "Scribestream-Job")).isEqualTo("/api/v1/transcriptions/" + job.getJobId());
        assertThat(job.getClient()).isEqualTo("anna");
        assertThat(job.getSource().getKind()).isEqualTo(SourceKind.UPLOAD);
        assertThat(job.getSource().getName()).isEqualTo("Grüße.wav");
        assertThat(job.getSource().getBytes()).isEqualTo(9);
        assertThat(job.getOptions()).isEqualTo(new JobOptions("de", "", false));
        assertThat(job.getPriority()).isEqualTo(Priority.HIGH);
        assertThat(job.getDeadlineSeconds()).isEqualTo(60);
        assertThat(job.getMetadata()).containsExactly(Map.entry("ticket", "42"));
        assertThat(folder.resolve(job.getSource().getLocation())).hasContent("somesound");
    }

    @Test
    void doublesNoJobWhenTheLastPartIsSentAgain() throws Exception {
        String path = server.create(5, "");
        server.patch(path, 0, "sound");

        HttpResponse<String> again = server.patch(path, 5, "");

        assertThat(again.statusCode()).isEqualTo(204);
        assertThat(header(again, "Scribestream-Job"))
                .isEqualTo(header(server.send("HEAD", path, "", Map.of()), "Scribestream-Job"));
        assertThat(server.patch(path, 0, "sound").statusCode()).isEqualTo(409);
        assertThat(server.jobs()).hasSize(1);
    }

    @Test
    void takesTheFirstBytesWithTheCreation() throws Exception {
        HttpResponse<String> some = server.send(
                "POST",
                UPLOADS,
                "some",
                Map.of("Upload-Length", "9", "Content-Type", "application/offset+octet-stream"));
        HttpResponse<String> all = server.send(
                "POST",
                UPLOADS,
                "sound",
                Map.of("Upload-Length", "5", "Content-Type", "application/offset+octet-stream"));

        assertThat(some.statusCode()).isEqualTo(201);
        assertThat(header(some, "Upload-Offset")).isEqualTo("4");
        assertThat(server.offset(header(some, "Location"))).isEqualTo(4);
        assertThat(all.statusCode()).isEqualTo(201);
        assertThat(header(all, "Upload-Offset")).isEqualTo("5");
        assertThat(header(all, "Location")).endsWith("/" + only(server.jobs()).getJobId());
    }

    @Test
    void tellsWhatIsThere() throws Exception {
        String metadata = "filename " + base64("a.wav");
        String path = server.create(9, metadata);
        server.patch(path, 0, "some");

        HttpResponse<String> head = server.send("HEAD", path, "", Map.of());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Upload-Offset")).isEqualTo("4");
        assertThat(header(head, "Upload-Length")).isEqualTo("9");
        assertThat(header(head, "Upload-Metadata")).isEqualTo(metadata);
        assertThat(header(head, "Cache-Control")).isEqualTo("no-store");
        Instant expires = DateTimeFormatter.RFC_1123_DATE_TIME.parse(header(head, "Upload-Expires"), Instant::from);
        assertThat(Duration.between(Instant.now(), expires)).isBetween(Duration.ofHours(23), Duration.ofHours(24));
    }

    @ParameterizedTest
    @CsvSource({"POST, ''", "HEAD, /x", "PATCH, /x", "DELETE, /x"})
    void refusesAnotherVersionOfTheProtocol(String method, String rest) throws Exception {
        for (String version : List.of("", "0.2.2", "2.0.0")) {
            HttpResponse<String> answer =
                    server.send("anna", version, method, UPLOADS + rest, "", Map.of("Upload-Length", "5"));

            assertThat(answer.statusCode()).as(version).isEqualTo(412);
            assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
        }
    }

    @Test
    void refusesBytesForAnotherPlace() throws Exception {
        String path = server.create(9, "");
        server.patch(path, 0, "some");

        for (long wrong : new long[] {0, 3, 5, 9, 100}) {
            HttpResponse<String> answer = server.patch(path, wrong, "x");
            assertThat(answer.statusCode()).as("at " + wrong).isEqualTo(409);
            assertThat(code(answer)).isEqualTo("wrong_offset");
            assertThat(header(answer, "Upload-Offset")).isEqualTo("4");
        }
        assertThat(server.offset(path)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "'',,wrong_value,400",
        "-1,,wrong_value,400",
        "1e3,,wrong_value,400",
        "9999999999999999999,,wrong_value,400",
        "0,,empty_file,400",
        "1000001,,too_large,413",
        "5,filename ?,broken_metadata,400",
        "5,'filename YQ==,filename YQ==',broken_metadata,400",
        "5,'filename YQ==,',broken_metadata,400",
        "5,filename YQ== YQ==,broken_metadata,400",
        "5,langauge ZGU=,unknown_field,400",
        "5,language ZGVl,unknown_language,400",
        "5,priority dXJnZW50,wrong_value,400",
        "5,deadline_seconds c29vbg==,wrong_value,400",
        "5,metadata WzFd,broken_body,400",
        "5,metadata eyJhIjpbMV19,wrong_value,400"
    })
    void refusesToBeginWhatCannotBecomeAJob(String length, String metadata, String code, int status) throws Exception {
        HttpResponse<String> answer = server.send(
                "POST",
                UPLOADS,
                "",
                Map.of("Upload-Length", length, "Upload-Metadata", metadata == null ? "" : metadata));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(code(answer)).isEqualTo(code);
        assertThat(filesInParts()).isEmpty();
        if (status == 413) {
            assertThat(header(answer, "Tus-Max-Size")).isEqualTo("" + TusServer.MOST_BYTES);
        }
    }

    @Test
    void refusesALengthThatIsToFollow() throws Exception {
        assertThat(server.send("POST", UPLOADS, "", Map.of("Upload-Defer-Length", "1"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void namesTheFieldThatWasMeant() throws Exception {
        assertThat(server.send("POST", UPLOADS, "", Map.of("Upload-Length", "5", "Upload-Metadata", "langauge ZGU="))
                        .body())
                .contains("did you mean 'language'?");
    }

    @Test
    void refusesPartsThatAreNone() throws Exception {
        String path = server.create(5, "");

        assertThat(server.send("PATCH", path, "x", Map.of("Upload-Offset", "0")).statusCode())
                .isEqualTo(415);
        assertThat(server.send("PATCH", path, "x", Map.of("Content-Type", "application/offset+octet-stream"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.offset(path)).isZero();
    }

    @Test
    void takesNoMoreBytesThanWereAnnounced() throws Exception {
        String path = server.create(5, "");
        server.patch(path, 0, "so");

        HttpResponse<String> told = server.patch(path, 2, "unds");
        String untold =
                raw("PATCH " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer anna\r\nTus-Resumable: 1.0.0\r\n"
                        + "Upload-Offset: 2\r\nContent-Type: application/offset+octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "4\r\nunds\r\n0\r\n\r\n");

        assertThat(told.statusCode()).isEqualTo(413);
        assertThat(untold).contains(" 413 ");
        assertThat(server.offset(path)).isEqualTo(2);
        assertThat(server.patch(path, 2, "und").statusCode()).isEqualTo(204);
        assertThat(only(server.jobs()).getSource().getBytes()).isEqualTo(5);
    }

    @Test
    void keepsAndCountsWhatCameBeforeTheClientWentAway() throws Exception {
        String path = server.create(100_000, "");

        begin(path, 0, 100_000, "x".repeat(70_000)).close();

        await(() -> server.offset(path) == 70_000);
        await(() -> server.patch(path, 70_000, "y".repeat(30_000)).statusCode() == 204);
        assertThat(folder.resolve(only(server.jobs()).getJobId())).hasContent("x".repeat(70_000) + "y".repeat(30_000));
    }

    @Test
    void letsOneRequestWriteAtATime() throws Exception {
        String path = server.create(100_000, "");
        try (Socket slow = begin(path, 0, 100_000, "x".repeat(70_000))) {
            await(() -> server.offset(path) == 70_000);

            HttpResponse<String> other = server.patch(path, 70_000, "y".repeat(30_000));

            assertThat(other.statusCode()).isEqualTo(423);
            assertThat(code(other)).isEqualTo("upload_busy");
            assertThat(server.send("DELETE", path, "", Map.of()).statusCode()).isEqualTo(423);
            slow.getOutputStream().write("z".repeat(30_000).getBytes(StandardCharsets.UTF_8));
            assertThat(firstLine(slow)).contains(" 204 ");
        }
        assertThat(folder.resolve(only(server.jobs()).getJobId())).hasContent("x".repeat(70_000) + "z".repeat(30_000));
    }

    @Test
    void forgetsAnUploadThatIsTerminated() throws Exception {
        String path = server.create(9, "");
        server.patch(path, 0, "some");

        HttpResponse<String> answer = server.send("DELETE", path, "", Map.of());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(server.send("HEAD", path, "", Map.of()).statusCode()).isEqualTo(404);
        assertThat(server.patch(path, 4, "sound").statusCode()).isEqualTo(404);
        assertThat(server.send("DELETE", path, "", Map.of()).statusCode()).isEqualTo(404);
        assertThat(filesInParts()).isEmpty();
    }

    @Test
    void leavesTheFileToTheJobWhenTheUploadIsTerminatedAfterwards() throws Exception {
        String path = server.create(5, "");
        server.patch(path, 0, "sound");

        assertThat(server.send("DELETE", path, "", Map.of()).statusCode()).isEqualTo(204);

        assertThat(folder.resolve(only(server.jobs()).getJobId())).hasContent("sound");
        assertThat(filesInParts()).isEmpty();
    }

    @Test
    void obeysTheMethodThatAProxyWouldNotLetThrough() throws Exception {
        String path = server.create(5, "");

        HttpResponse<String> answer = server.send(
                "POST",
                path,
                "sound",
                Map.of(
                        "X-HTTP-Method-Override", "PATCH",
                        "Content-Type", "application/offset+octet-stream",
                        "Upload-Offset", "0"));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(server.jobs()).hasSize(1);
    }

    @Test
    void showsNobodyTheUploadOfAnother() throws Exception {
        String path = server.create(9, "");

        assertThat(server.send("bert", "1.0.0", "HEAD", path, "", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(server.send("bert", "1.0.0", "PATCH", path, "x", part(0)).statusCode())
                .isEqualTo(404);
        assertThat(server.send("bert", "1.0.0", "DELETE", path, "", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(server.send("", "1.0.0", "HEAD", path, "", Map.of()).statusCode())
                .isEqualTo(401);
        assertThat(server.send("reader", "1.0.0", "HEAD", path, "", Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(server.offset(path)).isZero();
        for (String odd : List.of("..", "%2e%2e%2fsecret", "A".repeat(36), ".parts")) {
            assertThat(server.send("HEAD", UPLOADS + "/" + odd, "", Map.of()).statusCode())
                    .as(odd)
                    .isBetween(400, 404);
        }
    }

    @Test
    void countsAnUploadOnceHoweverManyPartsItHas() throws Exception {
        String path = server.create(50, "");
        for (int part = 0; part < 50; part++) {
            assertThat(server.patch(path, part, "x").statusCode()).isEqualTo(204);
        }
        for (int more = 1; more < 20; more++) {
            server.create(9, "");
        }

        assertThat(server.send("POST", UPLOADS, "", Map.of("Upload-Length", "9"))
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void beginsNothingOnADiskThatIsNearlyFull() throws Exception {
        String path = server.create(9, "");
        server.restartWithLittleSpace();

        HttpResponse<String> answer = server.send("POST", UPLOADS, "", Map.of("Upload-Length", "9"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(code(answer)).isEqualTo("disk_full");
        assertThat(header(answer, "Retry-After")).isNotEmpty();
        assertThat(server.patch(path, 0, "some").statusCode()).isEqualTo(503);
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        String path = server.create(9, "");
        server.patch(path, 0, "some");

        server.restart();

        assertThat(server.offset(path)).isEqualTo(4);
        assertThat(server.patch(path, 4, "sound").statusCode()).isEqualTo(204);
        assertThat(server.jobs()).hasSize(1);
    }

    @Test
    void submitsTheJobWithoutItsClientOnceKafkaIsBack() throws Exception {
        String path = server.create(5, "");
        server.producer.sendException = new TimeoutException("away");

        HttpResponse<String> answer = server.patch(path, 0, "sound");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "Retry-After")).isNotEmpty();
        assertThat(server.send("HEAD", path, "", Map.of()).statusCode()).isEqualTo(503);
        server.producer.sendException = null;
        server.restart();
        await(() -> server.jobs().size() == 1);
        assertThat(path).endsWith("/" + only(server.jobs()).getJobId());
        assertThat(server.offset(path)).isEqualTo(5);
    }

    @Test
    void sendsTheSameJobAgainWhenItWasKilledBeforeItNotedKafkasWord() throws Exception {
        String path = server.create(5, "");
        server.patch(path, 0, "sound");
        String id = only(server.jobs()).getJobId();
        Files.delete(folder.resolve(".parts").resolve(id + ".sent"));

        server.restart();

        await(() -> server.jobs().size() == 2);
        assertThat(server.jobs()).extracting(TranscriptionJob::getJobId).containsOnly(id);
        server.restart();
        assertThat(server.offset(path)).isEqualTo(5);
        assertThat(server.jobs()).hasSize(2);
    }

    @Test
    void sendsNoJobAgainWhoseFileIsGone() throws Exception {
        String path = server.create(5, "");
        server.patch(path, 0, "sound");
        String id = only(server.jobs()).getJobId();
        Files.delete(folder.resolve(".parts").resolve(id + ".sent"));
        Files.delete(folder.resolve(id));

        assertThat(server.offset(path)).isEqualTo(5);

        assertThat(server.jobs()).hasSize(1);
    }

    @Test
    void forgetsWhatNobodyWentOnWith() throws Exception {
        String left = server.create(9, "");
        server.patch(left, 0, "some");
        String done = server.create(5, "");
        server.patch(done, 0, "sound");

        server.later.set(Duration.ofHours(25));

        assertThat(server.send("HEAD", left, "", Map.of()).statusCode()).isEqualTo(404);
        assertThat(server.patch(left, 4, "sound").statusCode()).isEqualTo(404);
        server.restart();
        await(() -> filesInParts().isEmpty());
        assertThat(folder.resolve(only(server.jobs()).getJobId())).exists();
    }

    private Socket begin(String path, long offset, int announced, String bytes) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.getOutputStream()
                .write(("PATCH " + path
                                + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer anna\r\nTus-Resumable: 1.0.0\r\n"
                                + "Upload-Offset: " + offset + "\r\nContent-Type: application/offset+octet-stream\r\n"
                                + "Content-Length: " + announced + "\r\n\r\n" + bytes)
                        .getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return firstLine(socket);
        }
    }

    private static String firstLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private List<Path> filesInParts() throws IOException {
        if (Files.notExists(folder.resolve(".parts"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve(".parts"))) {
            return files.toList();
        }
    }

    private static TranscriptionJob only(List<TranscriptionJob> jobs) {
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String code(HttpResponse<String> answer) throws IOException {
        assertThat(header(answer, "Content-Type")).startsWith("application/problem+json");
        return new ObjectMapper().readTree(answer.body()).path("code").asText();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}

package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.header;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static io.scribestream.ingest.TusServer.UPLOADS;
import static io.scribestream.ingest.TusServer.base64;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A recording that comes over tus in parts, and the one job that it becomes. */
class TusPartsTest extends TusTest {

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
        TranscriptionJob job = server.onlyJob();
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
        assertThat(header(all, "Location")).endsWith("/" + server.onlyJob().getJobId());
    }

    @Test
    void refusesBytesForAnotherPlace() throws Exception {
        String path = server.create(9, "");
        server.patch(path, 0, "some");

        for (long wrong : new long[] {0, 3, 5, 9, 100}) {
            HttpResponse<String> answer = server.patch(path, wrong, "x");
            assertThat(problem(answer)).as("at " + wrong).isEqualTo("409 wrong_offset");
            assertThat(header(answer, "Upload-Offset")).isEqualTo("4");
        }
        assertThat(server.offset(path)).isEqualTo(4);
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
        assertThat(server.onlyJob().getSource().getBytes()).isEqualTo(5);
    }

    @Test
    void keepsAndCountsWhatCameBeforeTheClientWentAway() throws Exception {
        String path = server.create(100_000, "");

        begin(path, 0, 100_000, "x".repeat(70_000)).close();

        Waiting.until("what came before the end is there", () -> server.offset(path) == 70_000);
        Waiting.until(
                "the rest is taken",
                () -> server.patch(path, 70_000, "y".repeat(30_000)).statusCode() == 204);
        assertThat(folder.resolve(server.onlyJob().getJobId())).hasContent("x".repeat(70_000) + "y".repeat(30_000));
    }

    @Test
    void letsOneRequestWriteAtATime() throws Exception {
        String path = server.create(100_000, "");
        try (Socket slow = begin(path, 0, 100_000, "x".repeat(70_000))) {
            Waiting.until("what came before the end is there", () -> server.offset(path) == 70_000);

            HttpResponse<String> other = server.patch(path, 70_000, "y".repeat(30_000));

            assertThat(problem(other)).isEqualTo("423 upload_busy");
            assertThat(server.send("DELETE", path, "", Map.of()).statusCode()).isEqualTo(423);
            slow.getOutputStream().write("z".repeat(30_000).getBytes(StandardCharsets.UTF_8));
            assertThat(firstLine(slow)).contains(" 204 ");
        }
        assertThat(folder.resolve(server.onlyJob().getJobId())).hasContent("x".repeat(70_000) + "z".repeat(30_000));
    }

    @Test
    void leavesTheFileToTheJobWhenTheUploadIsTerminatedAfterwards() throws Exception {
        String path = server.create(5, "");
        server.patch(path, 0, "sound");

        assertThat(server.send("DELETE", path, "", Map.of()).statusCode()).isEqualTo(204);

        assertThat(folder.resolve(server.onlyJob().getJobId())).hasContent("sound");
        assertThat(server.filesInParts()).isEmpty();
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
}

package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.header;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static io.scribestream.ingest.TusServer.UPLOADS;
import static io.scribestream.ingest.TusServer.base64;
import static io.scribestream.ingest.TusServer.part;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the tus protocol, over HTTP as it stands there. */
class TusRoutesTest extends TusTest {

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

        assertThat(problem(answer)).isEqualTo(status + " " + code);
        assertThat(server.filesInParts()).isEmpty();
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
    void forgetsAnUploadThatIsTerminated() throws Exception {
        String path = server.create(9, "");
        server.patch(path, 0, "some");

        HttpResponse<String> answer = server.send("DELETE", path, "", Map.of());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(server.send("HEAD", path, "", Map.of()).statusCode()).isEqualTo(404);
        assertThat(server.patch(path, 4, "sound").statusCode()).isEqualTo(404);
        assertThat(server.send("DELETE", path, "", Map.of()).statusCode()).isEqualTo(404);
        assertThat(server.filesInParts()).isEmpty();
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
}

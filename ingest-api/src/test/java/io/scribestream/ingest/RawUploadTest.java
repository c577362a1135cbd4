package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.JOBS;
import static io.scribestream.ingest.ApiUnderTest.json;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Priority;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawUploadTest extends ApiTest {

    @ParameterizedTest
    @ValueSource(strings = {"audio/wav", "AUDIO/x-m4a; codecs=alac", "video/mp4", "application/octet-stream"})
    void takesTheBodyAsTheRecording(String type) throws Exception {
        HttpResponse<String> answer = upload(
                "?name=folder/talk.wav&language=de&prompt=M%C3%BCller&translate=true&priority=high&deadline_seconds=60",
                type, "sound");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        TranscriptionJob job = api.producer.jobs().get(0);
        assertThat(job.getOptions()).isEqualTo(new JobOptions("de", "Müller", true));
        assertThat(job.getPriority()).isEqualTo(Priority.HIGH);
        assertThat(job.getDeadlineSeconds()).isEqualTo(60);
        assertThat(job.getSource().getKind()).isEqualTo(SourceKind.UPLOAD);
        assertThat(job.getSource().getName()).isEqualTo("talk.wav");
        assertThat(job.getSource().getBytes()).isEqualTo(5);
        assertThat(folder.resolve(job.getSource().getLocation())).hasContent("sound");
        String status = JOBS + "/" + job.getJobId();
        assertThat(answer.headers().firstValue("Location")).contains(status);
        assertThat(json(answer).path("status_url").asText()).isEqualTo(status);
        assertThat(json(answer).path("result_url").asText()).isEqualTo(status + "/result");
        assertThat(json(answer).path("events_url").asText()).isEqualTo(status + "/events");
    }

    @ParameterizedTest
    @CsvSource({
        "?langauge=de, 400 unknown_parameter, did you mean 'language'?",
        "?language=xx, 400 unknown_language, xx",
        "?translate=yes, 400 wrong_value, translate",
        "?priority=urgent, 400 wrong_value, priority",
        "?deadline_seconds=0, 400 wrong_value, deadline_seconds",
        "?language=de&language=en, 400 wrong_value, twice"
    })
    void refusesOptionsBeforeItTakesTheRecording(String query, String problem, String said) throws Exception {
        HttpResponse<String> answer = upload(query, "audio/wav", "sound");

        assertThat(problem(answer)).isEqualTo(problem);
        assertThat(answer.body()).contains(said);
        assertNothingIsKept();
    }

    @Test
    void namesTheLimitToWhatIsLarger() throws Exception {
        HttpResponse<String> declared = upload("", "audio/wav", "x".repeat(1_001));
        assertThat(problem(declared)).isEqualTo("413 too_large");
        assertThat(declared.body()).contains("1000 bytes").contains("\"limit\":1000");

        String chunked = "POST " + JOBS + " HTTP/1.1\r\nHost: a\r\nContent-Type: audio/wav\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + "x".repeat(1_001) + "\r\n0\r\n\r\n";
        assertThat(RawHttp.ask(api.port(), chunked)).startsWith("HTTP/1.1 413 ").contains("too_large", "1000 bytes");
        assertNothingIsKept();
    }

    @Test
    void refusesNothingAtAllAndOtherKinds() throws Exception {
        assertThat(problem(upload("", "audio/wav", ""))).isEqualTo("400 empty_file");
        assertThat(problem(upload("", "image/png", "x"))).isEqualTo("415 no_form");
        assertThat(problem(upload("?language=de", "application/json", "{}"))).isEqualTo("400 unknown_parameter");
        assertNothingIsKept();
    }

    @Test
    void keepsNothingOfAnUploadThatIsCutOff() throws Exception {
        String half = "POST " + JOBS + " HTTP/1.1\r\nHost: a\r\nContent-Type: audio/wav\r\nContent-Length: 900\r\n\r\n";
        RawHttp.sendAndLeave(api.port(), half + "x".repeat(100));

        Waiting.until("nothing is kept", () -> isEmpty(folder));
        assertThat(api.producer.history()).isEmpty();
    }

    private HttpResponse<String> upload(String query, String type, String body) throws Exception {
        return api.ask("POST", JOBS + query, body.getBytes(UTF_8), "Content-Type", type);
    }

    private void assertNothingIsKept() throws Exception {
        assertThat(isEmpty(folder)).isTrue();
        assertThat(api.producer.history()).isEmpty();
    }

    private static boolean isEmpty(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.noneMatch(Files::isRegularFile);
        }
    }
}

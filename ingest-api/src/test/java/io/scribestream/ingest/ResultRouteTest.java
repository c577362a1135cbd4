package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.JOBS;
import static io.scribestream.ingest.ApiUnderTest.header;
import static io.scribestream.ingest.ApiUnderTest.json;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.schemas.Topics;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultRouteTest extends ApiTest {

    private static final String RESULT = JOBS + "/job-1/result";

    @BeforeEach
    void putOnTheBoard() {
        api.flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "u", "Grüße an alle"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                                      | application/json",
                "text/plain                               | text/plain",
                "application/x-subrip                     | application/x-subrip",
                "text/vtt                                 | text/vtt",
                "text/tab-separated-values                | text/tab-separated-values",
                "TEXT/VTT;q=0.5, text/plain;q=0.4         | text/vtt",
                "text/*                                   | text/plain",
                "text/*, text/plain;q=0.1                 | text/vtt",
                "image/png, */*;q=0.1                     | application/json",
                "application/json;q=0, */*                | text/plain",
                "nonsense                                 | application/json"
            })
    void comesInTheFormThatTheClientLikesBest(String accept, String type) throws Exception {
        HttpResponse<String> answer = api.get(RESULT, "Accept", accept);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).startsWith(type);
        assertThat(header(answer, "Vary")).contains("Accept");
    }

    @Test
    void comesInTheFormOfTheParameterWhateverIsAccepted() throws Exception {
        assertThat(header(api.get(RESULT + "?format=srt", "Accept", "text/plain"), "Content-Type"))
                .startsWith("application/x-subrip");
        assertThat(problem(api.get(RESULT + "?format=docx"))).isEqualTo("400 unknown_format");
        assertThat(problem(api.get(RESULT + "?fromat=txt"))).isEqualTo("400 unknown_parameter");
        assertThat(problem(api.get(RESULT + "?words=1"))).isEqualTo("400 wrong_value");
    }

    @Test
    void refusesWhatItCannotBe() throws Exception {
        HttpResponse<String> answer = api.get(RESULT, "Accept", "image/png, text/plain;q=0");

        assertThat(problem(answer)).isEqualTo("406 not_acceptable");
        assertThat(answer.body()).contains("application/x-subrip");
    }

    @Test
    void isNotSentAgainWhereTheClientHasIt() throws Exception {
        String tag = header(api.get(RESULT + "?format=txt"), "ETag");
        assertThat(tag).startsWith("\"").endsWith("\"");

        HttpResponse<String> again = api.get(RESULT + "?format=txt", "If-None-Match", "\"other\", W/" + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(tag);
        assertThat(api.get(RESULT + "?format=txt", "If-None-Match", "*").statusCode())
                .isEqualTo(304);
        assertThat(api.get(RESULT + "?format=txt", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
        assertThat(header(api.get(RESULT + "?format=json"), "ETag")).isNotEqualTo(tag);

        api.flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "u", "Grüße an viele"));
        assertThat(api.get(RESULT + "?format=txt", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-1,     206, Gr,              bytes 0-1/16",
        "bytes=9-,      206, n alle,          bytes 9-15/16",
        "bytes=-5,      206, alle,            bytes 11-15/16",
        "bytes=9-9999,  206, n alle,          bytes 9-15/16",
        "bytes=-9999,   206, Grüße an alle,   bytes 0-15/16",
        "bytes=0-0;5-6, 200, Grüße an alle,   ''",
        "lines=0-1,     200, Grüße an alle,   ''",
        "bytes=5-2,     200, Grüße an alle,   ''",
        "'bytes=0-1,3-4', 200, Grüße an alle, ''"
    })
    void comesInParts(String range, int status, String text, String contentRange) throws Exception {
        HttpResponse<String> answer = api.get(RESULT + "?format=txt", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body().strip()).isEqualTo(text);
        assertThat(header(answer, "Content-Range")).isEqualTo(contentRange);
        assertThat(header(answer, "Content-Length"))
                .isEqualTo(String.valueOf(answer.body().getBytes(UTF_8).length));
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
    }

    @ParameterizedTest
    @CsvSource({"bytes=16-", "bytes=999999999999999-", "bytes=-0"})
    void saysHowLongItIsWhereAPartIsOutside(String range) throws Exception {
        HttpResponse<String> answer = api.get(RESULT + "?format=txt", "Range", range);

        assertThat(problem(answer)).isEqualTo("416 no_such_range");
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */16");
    }

    @Test
    void givesAllOfItWhereTheClientHasPartsOfAnother() throws Exception {
        String tag = header(api.get(RESULT + "?format=txt"), "ETag");

        assertThat(api.get(RESULT + "?format=txt", "Range", "bytes=0-1", "If-Range", tag)
                        .statusCode())
                .isEqualTo(206);
        assertThat(api.get(RESULT + "?format=txt", "Range", "bytes=0-1", "If-Range", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void saysAllButTheTextToHead() throws Exception {
        HttpResponse<String> got = api.get(RESULT + "?format=txt");
        HttpResponse<String> head = api.ask("HEAD", RESULT + "?format=txt", new byte[0]);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : new String[] {"ETag", "Content-Length", "Content-Type", "Accept-Ranges", "Vary"}) {
            assertThat(header(head, name)).as(name).isNotEmpty().isEqualTo(header(got, name));
        }
        assertThat(api.ask("HEAD", JOBS + "/none/result", new byte[0]).statusCode())
                .isEqualTo(404);
    }

    @Test
    void isAccountedForInTheStatus() throws Exception {
        JsonNode status = json(api.get(JOBS + "/job-1"));

        assertThat(status.path("text").asText()).isEqualTo("Grüße an alle");
        assertThat(status.path("coverage").path("transcribed_seconds").isNumber())
                .isTrue();
        assertThat(status.path("seconds_left").asDouble()).isZero();
        assertThat(status.path("result_url").asText()).isEqualTo(RESULT);
        assertThat(status.path("events_url").asText()).isEqualTo(JOBS + "/job-1/events");
    }
}

package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that schemathesis makes and people seldom do. */
class OddRequestsTest extends ApiTest {

    private static final String JOBS = "/api/v1/transcriptions";

    @ParameterizedTest
    @CsvSource({"TRACE, " + JOBS, "PUT, " + JOBS, "POST, " + JOBS + "/some-job", "DELETE, /health/live"})
    void saysWhichMethodsThereAre(String method, String path) throws Exception {
        HttpResponse<String> answer = api.ask(method, path, new byte[0]);

        assertThat(ApiUnderTest.problem(answer)).isEqualTo("405 wrong_method");
        assertThat(ApiUnderTest.header(answer, "Allow")).contains("GET").doesNotContain(method);
    }

    @Test
    void saysItInOpenAisShapeToItsClients() throws Exception {
        HttpResponse<String> answer = api.ask("DELETE", "/v1/models", new byte[0]);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(ApiUnderTest.json(answer).at("/error/code").asText()).isEqualTo("wrong_method");
        assertThat(ApiUnderTest.header(answer, "Allow")).contains("GET");
    }

    /** Jetty refuses it before any route sees it. */
    @Test
    void answersAnAddressThatIsTooLongWithAProblemAndNoPageOfJettys() throws Exception {
        HttpResponse<String> answer = api.get(JOBS + "?cursor=" + "x".repeat(10_000));

        assertThat(ApiUnderTest.problem(answer)).isEqualTo("414 wrong_request");
        assertThat(answer.body()).doesNotContainIgnoringCase("jetty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"until", "since", "cursor"})
    void refusesATimeOrAPlaceThatIsEmpty(String name) throws Exception {
        assertThat(ApiUnderTest.problem(api.get(JOBS + "?" + name + "="))).isEqualTo("400 wrong_value");
    }
}

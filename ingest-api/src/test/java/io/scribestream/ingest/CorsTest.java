package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.JOBS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.ingest.access.AccessConfig;
import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {

    private static final String PAGE = "https://app.example.org";

    @TempDir
    Path folder;

    @Test
    void answersWhatABrowserAsksBeforehandWithoutAKey() throws Exception {
        String answer = ask(cors(PAGE + ", https://other.example.org"), preflight(PAGE));

        assertThat(answer)
                .startsWith("HTTP/1.1 204 ")
                .contains("Access-Control-Allow-Origin: " + PAGE + "\r\n")
                .contains("Access-Control-Allow-Methods: GET, HEAD, POST, PATCH, DELETE\r\n")
                .containsPattern("Access-Control-Allow-Headers: .*Idempotency-Key")
                .contains("Access-Control-Max-Age: ")
                .contains("Vary: Origin\r\n");
    }

    @Test
    void showsAPageOfTheListWhatItNeeds() throws Exception {
        assertThat(ask(cors(PAGE), get(PAGE)))
                .startsWith("HTTP/1.1 401 ")
                .contains("Access-Control-Allow-Origin: " + PAGE + "\r\n")
                .containsPattern("Access-Control-Expose-Headers: .*ETag.*Location.*Retry-After");
    }

    @Test
    void tellsOtherPagesNothing() throws Exception {
        for (String origin : List.of("https://evil.example.org", "https://app.example.org.evil.org", "null")) {
            assertThat(ask(cors(PAGE), preflight(origin)))
                    .doesNotStartWith("HTTP/1.1 2")
                    .doesNotContain("Access-Control-")
                    .contains("Vary: Origin");
            assertThat(ask(cors(PAGE), get(origin))).doesNotContain("Access-Control-");
        }
    }

    @Test
    void isOffUnlessAskedFor() throws Exception {
        assertThat(ask(Cors.from(Env.of(Map.of())), preflight(PAGE)))
                .doesNotStartWith("HTTP/1.1 2")
                .doesNotContain("Access-Control-");
    }

    @Test
    void letsAnyPageAskWhereThatIsWanted() throws Exception {
        assertThat(ask(cors("*"), preflight(PAGE))).contains("Access-Control-Allow-Origin: *\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.example.org", "https://app.example.org/", "ftp://app.example.org", "https://", "a b"})
    void refusesWhatIsNoOrigin(String origins) {
        assertThatThrownBy(() -> cors(origins))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SCRIBE_CORS_ORIGINS")
                .hasMessageContaining(origins);
    }

    private static Cors cors(String origins) {
        return Cors.from(Env.of(Map.of("SCRIBE_CORS_ORIGINS", origins)));
    }

    private String ask(Cors cors, String request) throws Exception {
        AccessRoutes keysAreAsked = new AccessRoutes(new AccessConfig(true), List.of());
        try (ApiUnderTest api = new ApiUnderTest(folder, new FakeRequests(), cors, keysAreAsked)) {
            return RawHttp.ask(api.port(), request);
        }
    }

    private static String preflight(String origin) {
        return "OPTIONS " + JOBS + "/job-1 HTTP/1.1\r\nHost: a\r\nOrigin: " + origin
                + "\r\nAccess-Control-Request-Method: DELETE\r\nConnection: close\r\n\r\n";
    }

    private static String get(String origin) {
        return "GET " + JOBS + " HTTP/1.1\r\nHost: a\r\nOrigin: " + origin + "\r\nConnection: close\r\n\r\n";
    }
}

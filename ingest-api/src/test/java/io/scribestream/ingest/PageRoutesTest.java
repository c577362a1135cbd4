package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.json.JavalinJackson;
import io.scribestream.ingest.access.AccessConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageRoutesTest {

    private static final int MOST_BYTES = 200_000;
    private static final Pattern NAMED = Pattern.compile("(?:(?:href|src)=\"|from ')(/page/|\\./)([a-z.]+)[\"']");

    private final HttpClient client = HttpClient.newHttpClient();
    private Javalin http;

    @BeforeEach
    void start() {
        http = Javalin.create(javalin -> {
            javalin.jsonMapper(new JavalinJackson());
            new SecurityHeaders().addTo(javalin.routes);
            new AccessRoutes(new AccessConfig(true), List.of()).addTo(javalin.routes);
            new PageRoutes(12_345).addTo(javalin.routes);
        });
        http.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        http.stop();
    }

    @Test
    void servesThePageAndAllThatItNamesWithoutAKeyInLessThan200Kilobytes() throws Exception {
        Deque<String> open = new ArrayDeque<>(List.of("/"));
        Set<String> seen = new HashSet<>(open);
        int bytes = 0;
        while (!open.isEmpty()) {
            String path = open.pop();
            HttpResponse<byte[]> answer = get(path, "");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            bytes += answer.body().length;
            Matcher named = NAMED.matcher(new String(answer.body(), StandardCharsets.UTF_8));
            while (named.find()) {
                if (seen.add("/page/" + named.group(2))) {
                    open.push("/page/" + named.group(2));
                }
            }
        }
        assertThat(seen).contains("/page/page.css", "/page/page.js", "/page/words.js", "/page/events.js");
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    @Test
    void letsNothingRunThatIsNotItsOwn() throws Exception {
        HttpResponse<byte[]> page = get("/", "");
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(new String(page.body(), StandardCharsets.UTF_8))
                .doesNotContain("<style", " style=", "onclick", "javascript:")
                .doesNotContainPattern("<script(?![^>]* src=\"/page/)")
                .doesNotContainPattern("(src|href)=\"(https?:)?//");
    }

    @Test
    void sendsAPartAgainOnlyWhereItHasChanged() throws Exception {
        HttpResponse<byte[]> first = get("/page/page.js", "");
        assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(get("/page/page.js", tag).statusCode()).isEqualTo(304);
        assertThat(get("/page/page.css", tag).statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhatThereIsToChoose() throws Exception {
        JsonNode choices =
                new ObjectMapper().readTree(get("/page/choices.json", "").body());
        assertThat(choices.path("languages")).hasSize(100);
        assertThat(choices.path("languages").path(2).path("name").asText()).isEqualTo("German");
        assertThat(choices.path("formats"))
                .extracting(JsonNode::asText)
                .containsExactly("txt", "srt", "vtt", "json", "tsv");
        assertThat(choices.path("max_upload_bytes").asInt()).isEqualTo(12_345);
    }

    @Test
    void hasNothingElse() throws Exception {
        assertThat(get("/page/../PageRoutes.class", "").statusCode()).isEqualTo(404);
        assertThat(get("/page/secrets.txt", "").statusCode()).isEqualTo(404);
    }

    private HttpResponse<byte[]> get(String path, String tag) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path));
        if (!tag.isEmpty()) {
            request.header("If-None-Match", tag);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}

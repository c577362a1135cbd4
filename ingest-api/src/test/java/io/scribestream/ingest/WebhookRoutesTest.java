package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.json.JavalinJackson;
import io.scribestream.ingest.webhooks.Webhooks;
import io.scribestream.schemas.avro.Webhook;
import io.scribestream.schemas.avro.WebhookState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookRoutesTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final Known known = new Known();
    private Javalin http;

    private static final class Known implements Webhooks {
        final List<Webhook> all = new ArrayList<>();
        final List<String> again = new ArrayList<>();

        @Override
        public List<Webhook> newest(int limit, Predicate<Webhook> wanted) {
            return all.stream().filter(wanted).limit(limit).toList();
        }

        @Override
        public Optional<Webhook> find(String webhookId) {
            return all.stream()
                    .filter(webhook -> webhook.getWebhookId().equals(webhookId))
                    .findFirst();
        }

        @Override
        public void again(Webhook webhook) {
            again.add(webhook.getWebhookId());
        }
    }

    @BeforeEach
    void start() {
        known.all.add(webhook("msg_1", "anna", WebhookState.GIVEN_UP));
        known.all.add(webhook("msg_2", "bert", WebhookState.WAITING));
        http = Javalin.create(javalin -> {
            javalin.jsonMapper(new JavalinJackson());
            new WebhookRoutes(known).addTo(javalin.routes);
            new Problems().addTo(javalin.routes);
        });
        http.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        http.stop();
    }

    @Test
    void listsThemByClientAndStateWithoutTheirBodies() throws Exception {
        assertThat(ids("")).containsExactly("msg_1", "msg_2");
        assertThat(ids("?client=anna")).containsExactly("msg_1");
        assertThat(ids("?state=waiting")).containsExactly("msg_2");
        assertThat(ids("?state=waiting&client=anna")).isEmpty();
        HttpResponse<String> all = get("");
        assertThat(all.body()).doesNotContain("a body").contains("\"state\":\"given_up\"", "\"next_at\"");
        assertThat(get("?state=lost").statusCode()).isEqualTo(400);
    }

    @Test
    void sendsOneAgainThatIsOver() throws Exception {
        assertThat(redeliver("msg_1").statusCode()).isEqualTo(202);
        assertThat(redeliver("msg_2").body()).contains("still_waiting");
        assertThat(redeliver("msg_3").statusCode()).isEqualTo(404);
        assertThat(known.again).containsExactly("msg_1");
    }

    private List<String> ids(String query) throws Exception {
        List<String> ids = new ArrayList<>();
        for (JsonNode webhook : new ObjectMapper().readTree(get(query).body()).path("webhooks")) {
            ids.add(webhook.path("id").asText());
        }
        return ids;
    }

    private HttpResponse<String> get(String query) throws Exception {
        return send(HttpRequest.newBuilder(uri(query)).build());
    }

    private HttpResponse<String> redeliver(String id) throws Exception {
        return send(HttpRequest.newBuilder(uri("/" + id + "/redeliver"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private URI uri(String rest) {
        return URI.create("http://127.0.0.1:" + http.port() + WebhookRoutes.WEBHOOKS + rest);
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Webhook webhook(String id, String client, WebhookState state) {
        return Webhook.newBuilder()
                .setWebhookId(id)
                .setClient(client)
                .setUrl("https://example.org/hooks")
                .setBody("a body")
                .setState(state)
                .setAttempts(2)
                .setNextAt(Instant.ofEpochSecond(5))
                .build();
    }
}

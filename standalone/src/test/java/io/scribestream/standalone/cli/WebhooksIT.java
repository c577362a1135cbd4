package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.notifier.deciding.Signer;
import io.scribestream.runtime.Setting;
import io.scribestream.standalone.Patience;
import io.scribestream.testkit.Repository;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Webhooks as whoever runs a server, and whoever is told, see them. */
class WebhooksIT {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void tellAnEndpointThatIsAwayAtFirstAndAreSentAgainByHand() throws Exception {
        String secret = Said.by("webhooks", "secret").out().strip();
        try (Receiver receiver = Receiver.answering(503);
                RunningScribe scribe = telling(receiver, secret)) {
            String server = scribe.url().toString();
            String id = scribe.api().submit(Repository.file("samples/jfk.wav"), Map.of("callback", receiver.url()));
            Patience.until("a first attempt", () -> receiver.got().size() == 1);
            Patience.until("that it waits", () -> list(server).contains("waiting"));
            receiver.answers(200);
            Patience.until("that it is delivered", () -> list(server).contains("delivered"));

            List<Receiver.Got> got = receiver.got();
            assertThat(got)
                    .extracting(Receiver.Got::id)
                    .hasSize(2)
                    .containsOnly(got.get(0).id());
            assertThat(got).allMatch(webhook -> webhook.isSignedBy(Signer.of(List.of(secret)), "default"));
            JsonNode body = json.readTree(got.get(1).body());
            assertThat(body.path("type").asText()).isEqualTo("transcription.completed");
            assertThat(body.path("data").path("id").asText()).isEqualTo(id);
            assertThat(scribe.api()
                            .get(body.path("data").path("result_url").asText())
                            .body())
                    .contains("fellow Americans");
            assertThat(list(server)).contains(got.get(0).id(), receiver.url(), "transcription.completed");

            Said again = Said.by("webhooks", "redeliver", got.get(0).id(), "--server", server);
            assertThat(again.exit()).as(again.err()).isZero();
            Patience.until("it came again", () -> receiver.got().size() == 3);
            assertThat(receiver.got().get(2).id()).isEqualTo(got.get(0).id());
            assertThat(Said.by("webhooks", "redeliver", "msg_0", "--server", server)
                            .err())
                    .contains("there is no webhook 'msg_0'");
        }
    }

    @Test
    void waitWhileAnOperatorHoldsThemBack() throws Exception {
        String secret = Said.by("webhooks", "secret").out().strip();
        try (Receiver receiver = Receiver.answering(200);
                RunningScribe scribe = telling(receiver, secret)) {
            String server = scribe.url().toString();
            String breaker = "webhook default " + receiver.place();
            Said open = Said.by("admin", "open-breaker", breaker, "--server", server);
            assertThat(open.exit()).as(open.err()).isZero();
            Patience.until(
                    "the order is in force",
                    () -> breakers(scribe).path("forced_open").toString().contains(breaker));

            String id = scribe.api().submit(Repository.file("samples/jfk.wav"), Map.of("callback", receiver.url()));
            scribe.api().transcript(id);
            Patience.until("that it is held back", () -> breakers(scribe)
                    .path("breakers")
                    .toString()
                    .contains("\"name\":\"" + breaker + "\",\"state\":\"open\",\"forced\":true"));
            assertThat(receiver.got()).isEmpty();

            Said reset = Said.by("admin", "reset-breaker", breaker, "--server", server);
            assertThat(reset.exit()).as(reset.err()).isZero();
            Patience.until("that it is delivered", () -> list(server).contains("delivered"));
            assertThat(receiver.got()).hasSize(1);
        }
    }

    private static RunningScribe telling(Receiver receiver, String secret) throws Exception {
        return RunningScribe.start(
                Map.of(Setting.SCRIBE_WEBHOOK_SECRETS, secret, Setting.SCRIBE_WEBHOOK_ALLOW, receiver.place()));
    }

    private JsonNode breakers(RunningScribe scribe) throws Exception {
        return json.readTree(scribe.api().get("/api/v1/admin/breakers").body());
    }

    @Test
    void tellEachClientsSecretAndNothingWithoutTheServers() {
        String secret = Said.by("webhooks", "secret").out().strip();
        Map<String, String> settings = Map.of("SCRIBE_WEBHOOK_SECRETS", secret);
        assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(Said.by(settings, "webhooks", "secret", "--client", "anna")
                        .out()
                        .strip())
                .isEqualTo(Signer.of(List.of(secret)).secretsOf("anna").get(0));
        assertThat(Said.by(settings, "doctor", "--settings").out())
                .contains("SCRIBE_WEBHOOK_SECRETS=***")
                .doesNotContain(secret);
        Said none = Said.by("webhooks", "secret", "--client", "anna");
        assertThat(none.exit()).isEqualTo(ExitCodes.WRONG_USE);
        assertThat(none.err()).contains("SCRIBE_WEBHOOK_SECRETS is not set");
        Said wrong = Said.by(Map.of("SCRIBE_WEBHOOK_SECRETS", "hush"), "webhooks", "secret", "--client", "anna");
        assertThat(wrong.exit()).isEqualTo(ExitCodes.WRONG_USE);
        assertThat(wrong.err()).contains("SCRIBE_WEBHOOK_SECRETS").doesNotContain("hush");
    }

    private static String list(String server) {
        return Said.by("webhooks", "list", "--server", server).out();
    }
}

package io.scribestream.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.notifier.deciding.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What we sign, verified by the library that the specification's own authors publish. */
class StandardWebhooksTest {

    private static final String LIBRARY = "standardwebhooks@1.1.1";
    private static final Path FOLDER = Path.of("target", "standardwebhooks");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BODY = "{\"type\":\"transcription.completed\",\"data\":{\"name\":\"Gespräch 🎤.wav\"}}";

    private final String now = Long.toString(Instant.now().getEpochSecond());

    @Test
    void isVerifiedByTheGenuineLibrary() throws Exception {
        install();
        Signer before = Signer.of(List.of(SignerTest.OLD));
        Signer during = Signer.of(List.of(SignerTest.NEW, SignerTest.OLD));
        Signer after = Signer.of(List.of(SignerTest.NEW));
        String old = before.secretsOf("anna").get(0);
        String fresh = after.secretsOf("anna").get(0);
        String of = before.sign("anna", "msg_1", Long.parseLong(now), BODY);
        String both = during.sign("anna", "msg_1", Long.parseLong(now), BODY);

        assertThat(verify(
                        call(old, "msg_1", now, of, BODY),
                        call(old, "msg_1", now, both, BODY),
                        call(fresh, "msg_1", now, both, BODY)))
                .containsOnly("good");
        assertThat(verify(
                        call(fresh, "msg_1", now, of, BODY),
                        call(before.secretsOf("bert").get(0), "msg_1", now, of, BODY),
                        call(old, "msg_2", now, of, BODY),
                        call(old, "msg_1", now, of, BODY.replace("wav", "mp3")),
                        call(old, "msg_1", Long.toString(Long.parseLong(now) - 3_600), of, BODY)))
                .hasSize(5)
                .allMatch(said -> said.startsWith("WebhookVerificationError"));
    }

    private static String call(String secret, String id, String timestamp, String signature, String body)
            throws IOException {
        return JSON.writeValueAsString(Map.of(
                "secret",
                secret,
                "headers",
                Map.of("webhook-id", id, "webhook-timestamp", timestamp, "webhook-signature", signature),
                "body",
                body));
    }

    private static List<String> verify(String... calls) throws Exception {
        Path script =
                Path.of(StandardWebhooksTest.class.getResource("/verify.mjs").toURI());
        Process node = new ProcessBuilder(
                        "node",
                        script.toString(),
                        FOLDER.resolve("x.js").toAbsolutePath().toString())
                .redirectErrorStream(true)
                .start();
        node.getOutputStream().write((String.join("\n", calls) + "\n").getBytes(StandardCharsets.UTF_8));
        node.getOutputStream().close();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said.lines().toList();
    }

    /** From whatever registry npm is set to, once for a build. */
    private static void install() throws Exception {
        if (Files.exists(FOLDER.resolve("node_modules/standardwebhooks/package.json"))) {
            return;
        }
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve("package.json"), "{\"private\": true}");
        Process npm;
        try {
            npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", LIBRARY)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            abort("signatures were not verified by the genuine library: there is no Node here (" + e.getMessage()
                    + ")");
            return;
        }
        String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (npm.waitFor() != 0) {
            abort("signatures were not verified by the genuine library: npm could not install it: " + said);
        }
    }
}

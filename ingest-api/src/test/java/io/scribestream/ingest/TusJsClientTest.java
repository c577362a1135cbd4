package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The genuine client of the protocol; npm brings it into {@code target}. */
class TusJsClientTest {

    private static final String CLIENT = "tus-js-client@4.3.1";
    private static final long PATIENCE_SECONDS = 120;
    private static final int PART = 100_000;

    @TempDir
    Path folder;

    @Test
    void resumesWhatItBroke() throws Exception {
        Path modules = installed();
        Path file = Repository.file("samples/jfk.wav");
        try (TusServer server = new TusServer(folder)) {
            String said = run(
                    folder,
                    "node",
                    Path.of("src/test/resources/tus/upload.mjs")
                            .toAbsolutePath()
                            .toString(),
                    modules.toString(),
                    server.uri(TusServer.UPLOADS).toString(),
                    file.toString(),
                    Integer.toString(PART));

            JsonNode resumed =
                    new ObjectMapper().readTree(said.lines().findFirst().orElseThrow());
            assertThat(server.jobs()).hasSize(1);
            TranscriptionJob job = server.jobs().get(0);
            assertThat(resumed.path("resumedAt").asInt()).isEqualTo(PART);
            assertThat(resumed.path("job").asText()).isEqualTo("/api/v1/transcriptions/" + job.getJobId());
            assertThat(resumed.path("url").asText()).endsWith("/" + job.getJobId());
            assertThat(job.getSource().getName()).isEqualTo("talk.wav");
            assertThat(job.getOptions().getLanguage()).isEqualTo("en");
            assertThat(folder.resolve(job.getSource().getLocation())).hasSameBinaryContentAs(file);
            JsonNode terminated =
                    new ObjectMapper().readTree(said.lines().skip(1).findFirst().orElseThrow());
            String path = URI.create(terminated.path("terminated").asText()).getPath();
            assertThat(server.send("HEAD", path, "", Map.of()).statusCode()).isEqualTo(404);
        }
    }

    private static Path installed() throws Exception {
        Path home = Files.createDirectories(Path.of("target/tus-js").toAbsolutePath());
        Files.writeString(home.resolve("package.json"), "{\"private\": true}");
        assumeTrue(works(home, "node", "--version"), "Node is not installed: nothing was tried with tus-js-client");
        assumeTrue(
                works(home, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", CLIENT),
                "npm cannot bring tus-js-client: nothing was tried with it");
        return home;
    }

    private static boolean works(Path home, String... command) throws Exception {
        try {
            run(home, command);
            return true;
        } catch (IOException | AssertionError e) {
            return false;
        }
    }

    private static String run(Path home, String... command) throws Exception {
        Path out = Files.createTempFile(home, "out", ".txt");
        Process process = new ProcessBuilder(List.of(command))
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(out);
            assertThat(ended && process.exitValue() == 0)
                    .as(String.join(" ", command) + "\n" + said)
                    .isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}

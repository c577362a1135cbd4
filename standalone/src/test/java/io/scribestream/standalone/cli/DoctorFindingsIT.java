package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Env;
import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.schemas.registry.RegistryServer;
import io.scribestream.standalone.Doctor;
import io.scribestream.standalone.Doctor.Finding;
import io.scribestream.standalone.KafkaUnderTest;
import io.scribestream.testkit.FakeObjectStore;
import io.scribestream.testkit.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scribe doctor} says of the things around it. Without a model, so that no engine need be measured. */
@ExtendWith(KafkaUnderTest.Extension.class)
class DoctorFindingsIT {

    /** On which nobody listens. */
    private static final String NOWHERE = "127.0.0.1:1";

    @TempDir
    private Path home;

    private final KafkaUnderTest kafka;

    DoctorFindingsIT(KafkaUnderTest kafka) {
        this.kafka = kafka;
    }

    @Test
    void findsBrokerAndRegistryThatAreUp() throws Exception {
        try (EmbeddedSchemaRegistry schemas = EmbeddedSchemaRegistry.onTopic(kafka.bootstrapServers());
                RegistryServer registry = RegistryServer.onLoopback(schemas, 0)) {
            String url = registry.url().toString();

            String said = examined(Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    kafka.bootstrapServers(),
                    "SCHEMA_REGISTRY_URL",
                    url.replace("://", "://me:secret@")));

            assertThat(said).contains("ok   broker    1 broker at " + kafka.bootstrapServers());
            assertThat(said).contains("ok   registry  answers at " + url).doesNotContain("secret");
        }
    }

    @Test
    void findsBrokerAndRegistryThatAreDown() {
        String said =
                examined(Map.of("KAFKA_BOOTSTRAP_SERVERS", NOWHERE, "SCHEMA_REGISTRY_URL", "http://" + NOWHERE + "/"));

        assertThat(said).contains("FAIL broker    no broker answers at " + NOWHERE + " [unreachable]");
        assertThat(said)
                .containsPattern("FAIL registry  the schema registry at http://" + NOWHERE
                        + " does not answer: .* \\[unreachable]");
    }

    @Test
    void triesTheStoreOfUploads() throws Exception {
        try (FakeObjectStore store = new FakeObjectStore()) {
            Map<String, String> settings = Map.of(
                    "SCRIBE_UPLOAD_S3", "s3://talks/uploads",
                    "SCRIBE_S3_ENDPOINT", store.endpoint().toString(),
                    "SCRIBE_S3_PATH_STYLE", "true",
                    "SCRIBE_S3_ACCESS_KEY", "key",
                    "SCRIBE_S3_SECRET_KEY", "hidden");

            assertThat(examined(settings))
                    .contains("ok   uploads   put, read and removed an object in s3://talks/uploads/");
            store.refuse(403, "AccessDenied");
            assertThat(examined(settings))
                    .containsPattern("FAIL uploads .*403 \\(AccessDenied\\).*permissions \\[unreachable]")
                    .doesNotContain("hidden");
            assertThat(Said.by(settings, "doctor", "--settings").out())
                    .contains("SCRIBE_S3_SECRET_KEY=***")
                    .doesNotContain("hidden");
        }
    }

    @Test
    void findsAddressesThatAreNone() {
        String said = examined(Map.of("KAFKA_BOOTSTRAP_SERVERS", "nonsense", "SCHEMA_REGISTRY_URL", "nonsense"));

        assertThat(said).containsPattern("FAIL broker    no broker answers at nonsense: .*nonsense");
        assertThat(said).contains("FAIL registry  SCHEMA_REGISTRY_URL is 'nonsense'");
    }

    @Test
    void findsADetectorOfSpeechThatIsMissingOrNone() throws Exception {
        Path none = Files.writeString(home.resolve("vad.onnx"), "no model");

        assertThat(examined(Map.of("VAD_MODEL", home.resolve("lost.onnx").toString())))
                .containsPattern("FAIL vad .*lost\\.onnx \\[model_missing]");
        assertThat(examined(Map.of("VAD_MODEL", none.toString())))
                .containsPattern("FAIL vad .*vad\\.onnx \\[model_invalid]");
    }

    @Test
    void usesTheCacheThatTheOperatorChose() {
        Path cache = home.resolve("cache");
        LocalSettings settings =
                LocalSettings.of(Env.of(Map.of("SCRIBE_CACHE_DIR", cache.toString())), home, "none.bin", 0);

        assertThat(settings.cache()).isEqualTo(cache);
    }

    @Test
    void goesOnAfterANativeLibraryThatDoesNotLoad() {
        List<Finding> findings = new ArrayList<>();
        Doctor doctor = new Doctor(
                LocalEnv.of(LocalSettings.of(Env.of(Map.of()), home, "none.bin", 0)), Repository.root(), home, () -> {
                    throw new UnsatisfiedLinkError("libnone.so is not there");
                });

        boolean well = doctor.examine(findings::add);

        assertThat(well).isFalse();
        assertThat(findings).contains(new Finding("model", false, "libnone.so is not there"));
        assertThat(findings).extracting(Finding::name).endsWith("engine", "vad", "decoder", "disk");
    }

    private String examined(Map<String, String> environment) {
        Said said = Said.by(
                new HashMap<>(environment),
                "doctor",
                "-m",
                home.resolve("none.bin").toString(),
                "--data",
                home.resolve("data").toString());
        assertThat(said.exit()).as(said.out()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(said.err()).isEmpty();
        return said.out();
    }
}

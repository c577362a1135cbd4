package io.scribestream.runtime;

import static io.scribestream.schemas.Topics.CONTROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a broker: how it starts and ends on one is seen in the tests of the whole program. */
final class FlowRunnerTest {

    @TempDir
    Path folder;

    private final Wire wire = new Wire(new InMemorySchemaRegistry());

    @Test
    void isNeitherReadyNorFailedBeforeItsStart() {
        try (FlowRunner runner = runner(folder, "127.0.0.1:1")) {
            assertThat(runner.check()).isEqualTo(Health.waiting("created"));
            assertThat(runner.failure()).isEmpty();
        }
    }

    @Test
    void saysWhatItWaitsForWhenNoBrokerAnswers() {
        try (FlowRunner runner = runner(folder, "127.0.0.1:1")) {
            assertThatThrownBy(() -> runner.awaitRunning(Duration.ofMillis(10)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("the passing does not run after 10ms, it is CREATED");
        }
    }

    @Test
    void endsOnceAndForAll() throws InterruptedException {
        FlowRunner runner = runner(folder, "127.0.0.1:1");

        runner.close();
        runner.close();
        runner.awaitEnd();

        assertThat(runner.check().isFailed()).isTrue();
        assertThatThrownBy(() -> runner.awaitRunning(Duration.ofSeconds(1)))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the passing ended before it ran");
    }

    @Test
    void refusesAStateFolderThatAnotherHas() {
        try (FlowRunner first = runner(folder, "127.0.0.1:1")) {
            assertThat(first.name()).isEqualTo("passing");
            assertThatThrownBy(() -> runner(folder, "127.0.0.1:1"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("same state directory");
        }
    }

    @Test
    void saysThatItsStateFolderCannotBeMade() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> runner(file.resolve("state"), "127.0.0.1:1"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void startsWithoutStoresThatCannotBeOpened() throws Exception {
        Path store = Files.createDirectories(folder.resolve("scribestream-passing/0_0/rocksdb/" + PassingFlow.STORE));
        Path spoilt = Files.writeString(store.resolve("CURRENT"), "rubbish");

        try (FlowRunner runner = runner(folder, "127.0.0.1:1")) {
            runner.start();

            assertThat(runner.failure()).isEmpty();
            assertThat(runner.check().isFailed()).isFalse();
            assertThat(spoilt).doesNotExist();
        }
    }

    @Test
    void refusesBrokersThatAreNone() {
        assertThatThrownBy(() -> runner(folder, "nowhere")).isInstanceOf(EnvironmentException.class);
    }

    @Test
    void letsACompanionWorkFromItsStartToItsEnd() {
        List<String> happened = new ArrayList<>();
        try (FlowRunner runner = runner(new Accompanied(happened), folder, "127.0.0.1:1")) {
            assertThat(happened).isEmpty();
            runner.start();
            assertThat(happened).containsExactly("works on 127.0.0.1:1");
        }
        assertThat(happened).containsExactly("works on 127.0.0.1:1", "closed");
    }

    private record Accompanied(List<String> happened) implements Flow {

        @Override
        public String name() {
            return "accompanied";
        }

        @Override
        public void addTo(StreamsBuilder builder, Wire wire) {
            wire.out(CONTROL, wire.in(builder, CONTROL));
        }

        @Override
        public Companion companion(Wire wire, RuntimeConfig config) {
            happened.add("works on " + config.bootstrapServers());
            return () -> happened.add("closed");
        }
    }

    private FlowRunner runner(Path state, String brokers) {
        return runner(new PassingFlow(), state, brokers);
    }

    private FlowRunner runner(Flow flow, Path state, String brokers) {
        Env env = Env.of(Map.of(
                "SCRIBE_INSTANCE_ID", "a", "SCRIBE_STATE_DIR", state.toString(), "KAFKA_BOOTSTRAP_SERVERS", brokers));
        return new FlowRunner(flow, wire, RuntimeConfig.from(env));
    }
}

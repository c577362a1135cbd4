package io.scribestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scribestream.runtime.EnvironmentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void saysWhichProcessHoldsIt() {
        try (DataDirectory held = DataDirectory.lock(folder, "scribe serve")) {
            assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(() -> DataDirectory.lock(folder, "scribe transcribe"))
                    .withMessageContaining("process " + ProcessHandle.current().pid() + " (scribe serve)")
                    .withMessageContaining(held.root().toString());
        }
    }

    @Test
    void waitsForOneThatIsAboutToEnd() throws Exception {
        AtomicReference<DataDirectory> taken = new AtomicReference<>();
        Thread next = new Thread(() -> taken.set(DataDirectory.lock(folder, "scribe transcribe")));
        try (DataDirectory held = DataDirectory.lock(folder, "scribe transcribe")) {
            next.start();
            Patience.until("it waits", () -> next.getState() == Thread.State.TIMED_WAITING);
        }
        next.join();

        assertThat(taken.get()).isNotNull();
        taken.get().close();
    }

    @Test
    void canBeTakenAgainWhenItWasGivenBack() {
        DataDirectory.lock(folder, "scribe serve").close();
        DataDirectory.lock(folder, "scribe transcribe").close();
    }

    @Test
    void saysThatItCannotBeWritten() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> DataDirectory.lock(file.resolve("data"), "scribe transcribe"))
                .withMessageContaining("cannot be written")
                .withMessageContaining("--data");
    }

    @Test
    void liesInTheXdgDataHome() {
        assertThat(DataDirectory.defaultRoot(Map.of("XDG_DATA_HOME", "/somewhere")))
                .isEqualTo(Path.of("/somewhere/scribestream"));
        assertThat(DataDirectory.defaultRoot(Map.of("XDG_DATA_HOME", "relative")))
                .as("relative paths are invalid there, as the specification says")
                .isEqualTo(Path.of(System.getProperty("user.home"), ".local/share/scribestream"));
    }
}

package io.scribestream.transcriber.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HearingJournalTest {

    @TempDir
    Path temporary;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void notesWhatIsInTheEngineAsLongAsItIsThere() {
        inNewProcess(journal -> {
            try (HearingJournal.Entry entry = journal.enter("job/1 0:7")) {
                assertThat(inFlight()).containsExactly("job/1 0:7");
            }
            assertThat(inFlight()).isEmpty();
        });
    }

    @Test
    void givesUpAChunkThatWasAloneInTheEngineAtTwoCrashes() throws Exception {
        crashWith("job/1 0:7");
        inNewProcess(journal -> {
            assertThat(journal.isGuilty("job/1 0:7")).isFalse();
            assertThat(journal.hasToBeAlone("job/1 0:7")).isTrue();
        });
        crashWith("job/1 0:7");
        inNewProcess(journal -> assertThat(journal.isGuilty("job/1 0:7")).isTrue());
        inNewProcess(journal ->
                assertThat(journal.isGuilty("job/1 0:7")).as("for good").isTrue());
    }

    @Test
    void hearsAloneAllThatWereInTheEngineAtACrashAndBlamesNone() throws Exception {
        for (int i = 0; i < 3; i++) {
            crashWith("job/1 0:7", "job/2 1:7");
            inNewProcess(journal -> {
                assertThat(journal.hasToBeAlone("job/1 0:7")).isTrue();
                assertThat(journal.hasToBeAlone("job/2 1:7")).isTrue();
                assertThat(journal.isGuilty("job/1 0:7")).isFalse();
                assertThat(journal.isGuilty("job/2 1:7")).isFalse();
            });
        }
    }

    @Test
    void blamesNoChunkForKillsFromOutside() throws Exception {
        for (int i = 0; i < 9; i++) {
            leave("job/1 0:7");
            inNewProcess(journal -> assertThat(journal.isGuilty("job/1 0:7")).isFalse());
        }
        leave("job/1 0:7");
        inNewProcess(journal -> assertThat(journal.isGuilty("job/1 0:7")).isTrue());
    }

    @Test
    void blamesOnlyTheChunkWhoseCallDidNotComeBack() throws Exception {
        for (int i = 0; i < 2; i++) {
            leave("job/1 0:7", "job/2 1:7");
            Files.writeString(folder().resolve("stuck"), "job/2 1:7");
            inNewProcess(journal -> {
                assertThat(journal.hasToBeAlone("job/1 0:7")).isFalse();
                assertThat(journal.hasToBeAlone("job/2 1:7")).isTrue();
            });
        }
        inNewProcess(journal -> assertThat(journal.isGuilty("job/2 1:7")).isTrue());
    }

    @Test
    void writesDownWhoseCallDoesNotComeBack() throws Exception {
        inNewProcess(journal -> journal.stuck("job/2 1:7"));

        assertThat(folder().resolve("stuck")).hasContent("job/2 1:7");
    }

    @Test
    void forgetsAChunkThatWasHeard() throws Exception {
        crashWith("job/1 0:7");
        inNewProcess(journal -> journal.clear("job/1 0:7"));
        crashWith("job/1 0:7");
        inNewProcess(journal -> assertThat(journal.isGuilty("job/1 0:7")).isFalse());
    }

    @Test
    void takesTheSameChunkSentAgainForAnother() throws Exception {
        crashWith("job/1 0:7");
        crashWith("job/1 0:9");
        inNewProcess(journal -> {
            assertThat(journal.isGuilty("job/1 0:7")).isFalse();
            assertThat(journal.hasToBeAlone("job/1 0:8")).isFalse();
        });
    }

    @Test
    void forgetsWhatCannotComeAnyMore() throws Exception {
        crashWith("job/1 0:7");
        inNewProcess(journal -> assertThat(journal.hasToBeAlone("job/1 0:7")).isTrue());
        now = now.plus(Duration.ofHours(25));
        inNewProcess(journal -> assertThat(journal.hasToBeAlone("job/1 0:7")).isFalse());
    }

    @Test
    void takesNoOldReportForThatOfTheLastProcess() throws Exception {
        Path report = Files.writeString(temporary.resolve("hs_err_pid1.log"), "an older crash");
        Files.setLastModifiedTime(report, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        for (int i = 0; i < 2; i++) {
            leave("job/1 0:7");
            Files.writeString(folder().resolve("process"), report.toString());
            inNewProcess(journal -> assertThat(journal.isGuilty("job/1 0:7")).isFalse());
        }
        assertThat(report).exists();
    }

    @Test
    void keepsTheReportsOfTheLastCrashes() throws Exception {
        for (int i = 0; i < 7; i++) {
            crashWith("job/" + i);
            Files.setLastModifiedTime(
                    temporary.resolve("hs_err_pid1.log"),
                    FileTime.from(Instant.now().plusSeconds(i)));
            inNewProcess(journal -> {});
        }
        assertThat(temporary.resolve("hs_err_pid1.log")).doesNotExist();
        try (var kept = Files.list(folder().resolve("crashes"))) {
            assertThat(kept).hasSize(5);
        }
    }

    @Test
    void startsWhateverADamagedFolderHolds() throws Exception {
        leave("\0\0\0");
        Files.write(folder().resolve("suspects"), new byte[] {0, (byte) 0xFF, '\n', '1', ' ', 'x', '\n'});
        Files.write(folder().resolve("process"), new byte[] {'/', 0, 0, (byte) 0xC3});

        inNewProcess(journal -> assertThat(journal.isGuilty("job/1 0:7")).isFalse());
    }

    @Test
    void goesOnWhereNothingCanBeNoted() {
        inNewProcess(journal -> {
            delete(folder().resolve("in-flight"));
            journal.enter("job/1 0:7").close();
            journal.enter("job/1 0:8").close();
        });
        inNewProcess(journal -> {
            try (HearingJournal.Entry entry = journal.enter("job/1 0:9")) {
                assertThat(inFlight()).containsExactly("job/1 0:9");
            }
        });
    }

    @Test
    void refusesAFolderThatAnotherHas() {
        inNewProcess(journal -> assertThatThrownBy(() -> HearingJournal.open(folder(), () -> now))
                .isInstanceOfSatisfying(
                        EnvironmentException.class, e -> assertThat(e.lack()).isEqualTo(Lack.DIRECTORY_LOCKED))
                .hasMessageContaining("SCRIBE_STATE_DIR"));
    }

    @Test
    void saysThatItsFolderCannotBeMade() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> HearingJournal.open(file.resolve("journal"), () -> now))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(file.toString());
    }

    /** What a process leaves that was killed while it heard these. */
    private void leave(String... chunks) throws IOException {
        Path inFlight = Files.createDirectories(folder().resolve("in-flight"));
        for (int i = 0; i < chunks.length; i++) {
            Files.writeString(inFlight.resolve(Integer.toString(i)), chunks[i]);
        }
    }

    /** The same, with Java's report of a fatal error. */
    private void crashWith(String... chunks) throws IOException {
        leave(chunks);
        Path report = temporary.resolve("hs_err_pid1.log");
        Files.writeString(folder().resolve("process"), report.toString());
        Files.writeString(report, "# A fatal error has been detected");
    }

    private void inNewProcess(Consumer<HearingJournal> work) {
        try (HearingJournal journal = HearingJournal.open(folder(), () -> now)) {
            work.accept(journal);
        }
    }

    private Path folder() {
        return temporary.resolve("journal");
    }

    private List<String> inFlight() {
        try (var entries = Files.list(folder().resolve("in-flight"))) {
            List<String> chunks = new ArrayList<>();
            for (Path entry : entries.toList()) {
                chunks.add(Files.readString(entry));
            }
            return chunks;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.standalone.Patience;
import io.scribestream.testkit.Sounds;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With several recordings each transcript is in its place as soon as it is done, whatever becomes of the rest. */
class WrittenAtOnceIT {

    @TempDir
    Path home;

    @Test
    void keepsWhatWasDoneBeforeCtrlC() throws Exception {
        Path longer = Sounds.wav(home.resolve("longer.wav"), Speech.repeated(30, 3));
        Path folder = home.resolve("transcripts");
        try (RunningCommand running = ScribeCommand.in(home)
                .with("WHISPER_LANES", "1")
                .start("transcribe", Speech.file(), home.resolve("none.wav"), longer, "-o", folder + "/")) {
            Patience.until("the shorter one's transcript", () -> Files.exists(folder.resolve("jfk.txt")));
            assertThat(folder.resolve("longer.txt")).doesNotExist();

            int exit = running.interrupt();
            Finished finished = running.awaitEnd();

            assertThat(finished.exit()).as(finished.toString()).isEqualTo(exit);
            assertThat(finished.err())
                    .as("said before the end")
                    .contains("scribe: " + home.resolve("none.wav") + ": there is no such file [source_not_found]");
        }
        assertThat(Speech.against(Files.readString(folder.resolve("jfk.txt")), 1)
                        .rate())
                .isZero();
        assertThat(folder.resolve("longer.txt")).doesNotExist();
    }
}

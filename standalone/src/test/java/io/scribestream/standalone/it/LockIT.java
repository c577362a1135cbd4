package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.Sounds;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockIT {

    @TempDir
    Path home;

    @Test
    void saysWhichProcessHoldsTheDataDirectory() throws Exception {
        ScribeCommand scribe = ScribeCommand.in(home);
        Path recording = Sounds.wav(home.resolve("long.wav"), Speech.repeated(6, 1));
        try (RunningCommand first = scribe.start("transcribe", recording)) {
            first.awaitOnErr("long.wav: 0:00 of", 1);
            first.pause(); // it would soon be done

            Finished second = scribe.run("transcribe", recording);

            assertThat(second)
                    .isEqualTo(
                            new Finished(
                                    3,
                                    "",
                                    "scribe: the data directory " + scribe.data() + " is in use by process "
                                            + first.pid()
                                            + " (scribe transcribe); wait for it, stop it, or choose another directory with --data [directory_locked]\n"));
            first.resume();
            assertThat(first.awaitEnd().exit()).as("it was not disturbed").isZero();
        }
    }
}

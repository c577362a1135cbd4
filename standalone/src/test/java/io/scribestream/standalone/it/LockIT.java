package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockIT {

    @TempDir
    Path home;

    @Test
    void saysWhichProcessHoldsTheDataDirectory() throws Exception {
        ScribeCommand scribe = ScribeCommand.in(home);
        try (RunningCommand first = scribe.start("transcribe", Speech.file())) {
            first.awaitOnErr("jfk.wav: 0:00 of 0:11", 1);

            Finished second = scribe.run("transcribe", Speech.file());

            assertThat(second)
                    .isEqualTo(
                            new Finished(
                                    3,
                                    "",
                                    "scribe: the data directory " + scribe.data() + " is in use by process "
                                            + first.pid()
                                            + " (scribe transcribe); wait for it, stop it, or choose another directory with --data\n"));
            assertThat(first.awaitEnd().exit()).as("it was not disturbed").isZero();
        }
    }
}

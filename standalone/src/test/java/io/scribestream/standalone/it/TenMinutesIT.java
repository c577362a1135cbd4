package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.HeardText;
import io.scribestream.testkit.TenMinutes;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten minutes of English, half of them noise, music and silence, as a user transcribes them. */
class TenMinutesIT {

    @TempDir
    static Path home;

    private static TenMinutes score;

    @BeforeAll
    static void transcribe() throws Exception {
        Path json = home.resolve("ten.json");
        Finished finished =
                ScribeCommand.in(home).run("transcribe", TenMinutes.recording(), "--words", "--quiet", "-o", json);
        assertThat(finished).isEqualTo(new Finished(0, "", ""));
        score = TenMinutes.score(HeardText.read(json));
    }

    @Test
    void hearsTheWords() {
        assertThat(score.errors().rate())
                .as(score.errors() + ": " + score.errors().differences())
                .isLessThanOrEqualTo(TenMinutes.MOST_ERRORS);
    }

    @Test
    void writesNextToNothingWhereNobodySpeaks() {
        assertThat(score.intoSilence()).hasSizeLessThanOrEqualTo(TenMinutes.MOST_INTO_SILENCE);
    }

    @Test
    void findsWhereUtterancesStart() {
        assertThat(score.startsFound()).isGreaterThanOrEqualTo(TenMinutes.LEAST_STARTS_FOUND);
    }
}

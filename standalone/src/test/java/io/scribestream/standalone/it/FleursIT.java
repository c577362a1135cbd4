package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.Fleurs;
import io.scribestream.testkit.WordErrorRate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sentences in five languages, none of which the command is told. */
class FleursIT {

    @TempDir
    static Path home;

    private static Fleurs score;

    @BeforeAll
    static void transcribeAll() throws Exception {
        Path transcripts = home.resolve("transcripts");
        List<Object> command = new ArrayList<>(List.of("transcribe", "--quiet", "-f", "json", "-o", transcripts + "/"));
        Fleurs.recordings().forEach(recording -> command.add(recording.file()));
        Finished finished = ScribeCommand.in(home).run(command.toArray());
        assertThat(finished).isEqualTo(new Finished(0, "", ""));
        score = Fleurs.score(transcripts);
    }

    @Test
    void findsTheLanguageOfEach() {
        assertThat(score.takenForAnother()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "en", "es", "fr", "pt"})
    void hearsTheWords(String language) {
        WordErrorRate errors = Objects.requireNonNull(score.errors().get(language));

        assertThat(errors.rate())
                .as(errors + ": " + errors.differences())
                .isLessThanOrEqualTo(Objects.requireNonNull(Fleurs.MOST_ERRORS.get(language)));
    }
}

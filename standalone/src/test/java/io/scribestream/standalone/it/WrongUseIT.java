package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody can do: told in a sentence, with exit code 2. */
class WrongUseIT {

    @TempDir
    Path home;

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("transcribe --loud talk.wav", "Unknown option: '--loud'"),
                arguments("transcribe -l klingon talk.wav", "the language 'klingon' is not known"),
                arguments("transcribe -l germn talk.wav", "did you mean 'de'?"),
                arguments(
                        "transcribe -f docx talk.wav", "there is no format 'docx'; there are txt, srt, vtt, json, tsv"),
                arguments("transcribe", "FILE"),
                arguments("transcribe -t 0 talk.wav", "--threads is from 1 to 1024, not 0"),
                arguments("transcribe -t many talk.wav", "'many' is not an int"),
                arguments("transcibe talk.wav", "transcibe"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void saysWhatIsWrong(String command, String sentence) throws Exception {
        Finished finished = ScribeCommand.in(home).run((Object[]) command.split(" "));

        isWrongUse(finished);
        assertThat(finished.err()).contains(sentence).contains("--help'");
        assertThat(home).as("nothing was begun").isEmptyDirectory();
    }

    @Test
    void namesTheSettingThatIsWrong() throws Exception {
        Finished finished =
                ScribeCommand.in(home).with("WHISPER_LANES", "several").run("transcribe", Speech.file());

        isWrongUse(finished);
        assertThat(finished.err())
                .isEqualTo("scribe: WHISPER_LANES is 'several', but has to be a whole number from 0 to 1024\n");
    }

    @Test
    void namesTheAddressThatIsNone() throws Exception {
        Finished finished = ScribeCommand.in(home)
                .with("SCHEMA_REGISTRY_URL", "registry:8081")
                .run("chunker");

        isWrongUse(finished);
        assertThat(finished.err()).contains("SCHEMA_REGISTRY_URL is 'registry:8081'");
    }

    @Test
    void namesTheStateFolderThatOneJvmCannotHave() throws Exception {
        Finished finished =
                ScribeCommand.in(home).with("SCRIBE_STATE_DIR", "state").run("transcribe", Speech.file());

        isWrongUse(finished);
        assertThat(finished.err()).contains("SCRIBE_STATE_DIR is 'state'").hasLineCount(1);
    }

    @Test
    void namesTheSettingThatIsMisspelt() throws Exception {
        Finished finished =
                ScribeCommand.in(home).with("WHISPER_MODELL", "small").run("transcribe", Speech.file());

        isWrongUse(finished);
        assertThat(finished.err()).contains("WHISPER_MODELL").contains("WHISPER_MODEL");
        assertThat(finished.err()).hasLineCount(1);
    }

    @Test
    void showsTheStackTraceWhenAskedTo() throws Exception {
        Finished finished =
                ScribeCommand.in(home).with("WHISPER_LANES", "several").run("--verbose", "transcribe", Speech.file());

        assertThat(finished.exit()).isEqualTo(2);
        assertThat(finished.err()).contains("ConfigException").contains("\tat io.scribestream");
    }

    private static void isWrongUse(Finished finished) {
        assertThat(finished.exit()).as(finished.toString()).isEqualTo(2);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err())
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .startsWith("scribe: ");
    }
}

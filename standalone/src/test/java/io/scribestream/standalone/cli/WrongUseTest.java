package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nobody can ask for: a sentence that names it, and exit code 2, before anything is asked of anybody. */
class WrongUseTest {

    @ParameterizedTest
    @CsvSource({
        "list --server localhost:8080, --server",
        "list --server ftp://localhost, --server",
        "list --server http://, --server",
        "list --server http://127.0.0.1:99999, --server",
        "submit http://a_host/with blank|.wav, source",
        "submit http://, source",
        "submit s3://bucket/key, source",
        "submit http://127.0.0.1:99999/talk.wav, source",
        "status an id, an id",
        "result an id, an id",
        "result ../../health, an id",
        "redrive an id, an id",
        "redrive ../../health, an id"
    })
    void namesTheAddressOrTheIdThatIsNone(String command, String name) {
        Said said = Said.by(command.split(" ", 2)[0].equals("list") ? command.split(" ") : command.split(" ", 2));

        assertThat(said.exit()).as(said.err()).isEqualTo(ExitCodes.WRONG_USE);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).startsWith("scribe: ").contains(name).doesNotContain("mistake of ours");
    }

    @ParameterizedTest
    @CsvSource({"transcribe talk.wav -t 0, 0", "transcribe talk.wav --threads 99999, 99999", "serve -t -1, -1"})
    void namesTheThreadsThatCannotBe(String command, String threads) {
        Said said = Said.by(command.split(" "));

        assertThat(said.exit()).as(said.err()).isEqualTo(ExitCodes.WRONG_USE);
        assertThat(said.err()).contains("--threads is from 1 to 1024, not " + threads);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    redrive job-1 -l klingon            | klingon
                    redrive                             | ID
                    redrive job-1 --server nowhere      | --server
                    dead-letters                        | list, show, redrive or drop
                    dead-letters burn 0-1               | burn
                    dead-letters show                   | ID
                    dead-letters show 17                | such as 0-17
                    dead-letters redrive 0/17           | such as 0-17
                    dead-letters drop all               | such as 0-17
                    dead-letters list --server nowhere  | --server
                    transcribe talk.wav --allow-gap     | --allow-gap
                    """)
    void saysWhatIsWrongWithAnOrder(String command, String named) {
        Said said = Said.by(command.split(" "));

        assertThat(said.exit()).as(said.err()).isEqualTo(ExitCodes.WRONG_USE);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).startsWith("scribe: ").contains(named).doesNotContain("mistake of ours");
    }

    @Test
    void namesTheSettingThatIsNoAddress(@TempDir Path data) {
        Said said = Said.by(
                Map.of("SCRIBE_MODEL_BASE_URL", "no address"), "transcribe", "talk.wav", "--data", data.toString());

        assertThat(said.exit()).as(said.err()).isEqualTo(ExitCodes.WRONG_USE);
        assertThat(said.err()).startsWith("scribe: SCRIBE_MODEL_BASE_URL is 'no address'");
    }
}

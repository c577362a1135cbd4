package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.standalone.ModelServer;
import io.scribestream.testkit.Corpus;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --model}: another model in the place of the shipped one. */
class OtherModelIT {

    private static final long BYTES_OF_TINY = 43_537_433;

    @TempDir
    Path home;

    @Test
    void hearsWithTheModelAtAPath() throws Exception {
        Path tiny = Corpus.requireShared("models/ggml-tiny.en-q8_0.bin");

        Finished finished =
                ScribeCommand.in(home).run("transcribe", Speech.file(), "-q", "-f", "json", "--model", tiny);

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.err()).isEmpty();
        assertThat(finished.out())
                .contains("\"model\" : \"ggml-tiny.en-q8_0 ")
                .contains("ask not what your country can do for you");
    }

    @Test
    void saysHowFarItIsWithFetchingAModel() throws Exception {
        Finished finished = fetching();

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(3);
        assertThat(finished.err()).contains("scribe: fetching the model tiny-q8_0: 43 of 43 MB\n");
    }

    @Test
    void fetchesAModelWithoutAWordWhenToldToBeQuiet() throws Exception {
        Finished finished = fetching("--quiet");

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(3);
        assertThat(finished.err())
                .hasLineCount(1)
                .contains("the model 'tiny-q8_0' that was fetched is not the one that was published");
    }

    /** Fetches zeros in the length of a published model: nobody here has the weights themselves. */
    private Finished fetching(Object... options) throws IOException, InterruptedException {
        Path zeros = home.resolve("ggml-tiny-q8_0.bin");
        try (RandomAccessFile file = new RandomAccessFile(zeros.toFile(), "rw")) {
            file.setLength(BYTES_OF_TINY);
        }
        try (ModelServer server = ModelServer.of(zeros)) {
            List<Object> command = new ArrayList<>(List.of("transcribe", Speech.file(), "--model", "tiny-q8_0"));
            command.addAll(List.of(options));
            return ScribeCommand.in(home)
                    .with("SCRIBE_MODEL_BASE_URL", server.url().toString())
                    .run(command.toArray());
        }
    }
}

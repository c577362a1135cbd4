package io.scribestream.chunker.fetch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.chunker.fetch.Spool;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.testkit.Repository;
import io.scribestream.testkit.S3Mock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that others wrote. */
class S3MockTest {

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static final Path SPEECH = Repository.file("samples/jfk.wav");
    private static S3Mock store;
    private static S3Fetcher fetcher;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        store = S3Mock.start(home);
        store.bucket("talks");
        store.object("/talks/2026/a%20talk.wav", Files.readAllBytes(SPEECH));
        S3Config config = S3Config.from(Env.of(Map.of(
                "SCRIBE_S3_SOURCES", "talks, nowhere",
                "SCRIBE_S3_ENDPOINT", store.endpoint().toString(),
                "SCRIBE_S3_PATH_STYLE", "true",
                "SCRIBE_S3_ACCESS_KEY", "key",
                "SCRIBE_S3_SECRET_KEY", "secret")));
        fetcher = new S3Fetcher(config, 1 << 20, Duration.ofMinutes(1));
    }

    @AfterAll
    static void stop() {
        fetcher.close();
        store.close();
    }

    @Test
    void fetchesAnObjectAndGoesOnBehindWhatIsThere() throws IOException {
        Spool spool = new Spool(folder);
        byte[] speech = Files.readAllBytes(SPEECH);
        Spool.Slot whole = fetch(spool.slot("whole"), "s3://talks/2026/a talk.wav");
        assertThat(Files.readAllBytes(whole.file())).isEqualTo(speech);

        Spool.Slot half = spool.slot("half");
        half.begin(whole.validator());
        // other bytes than the object's, to see which of them were fetched again
        byte[] marked = Arrays.copyOf(speech, speech.length / 2);
        marked[0] = 'X';
        try (Spool.Writer out = half.append()) {
            out.write(marked, marked.length);
        }
        byte[] expected = speech.clone();
        expected[0] = 'X';
        assertThat(Files.readAllBytes(fetch(half, "s3://talks/2026/a talk.wav").file()))
                .isEqualTo(expected);
    }

    @Test
    void tellsWhatIsNotThere() {
        for (String location : new String[] {"s3://talks/none.wav", "s3://nowhere/a.wav"}) {
            assertThatThrownBy(() -> fetch(new Spool(folder).slot("job"), location))
                    .isInstanceOfSatisfying(
                            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND));
        }
    }

    private static Spool.Slot fetch(Spool.Slot slot, String location) {
        fetcher.fetch(new Source(SourceKind.S3, location, "", -1L, ""), slot, () -> false);
        return slot;
    }
}

package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class IngestApiTest extends ApiTest {

    @Test
    void isReadyOnlyWhenItsChecksAre() throws Exception {
        assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(api.get("/health/ready").statusCode()).isEqualTo(200);
        api.ready = false;
        assertThat(api.get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void removesAtItsStartWhatUploadsLeftThatWereCutOff() throws Exception {
        Path cutOff = Files.createFile(folder.resolve("old.part"));
        Files.setLastModifiedTime(cutOff, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path beingWritten = Files.createFile(folder.resolve("new.part"));

        api.restart(ApiUnderTest.usual(folder));

        assertThat(filesIn(folder)).containsExactly(beingWritten);
    }

    @Test
    void doesNotStartOnAPortThatIsTaken() {
        ApiConfig taken = new ApiConfig("127.0.0.1", api.port(), folder, 1_000, 1_000, 1);
        IngestApi second = api.another(taken);

        Assertions.assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(second::start)
                .withMessageContaining(Integer.toString(api.port()));
    }

    private static Stream<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        }
    }
}

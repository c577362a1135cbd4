package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scribestream.renderers.Format;
import io.scribestream.renderers.RenderOptions;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {

    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void printsOnStandardOutputInUtf8() {
        to(out).write(transcript("Grüße"), Optional.empty());

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Grüße\n");
    }

    @Test
    void makesTheFolderOfAFileAndLeavesNothingBesideIt() {
        Path file = folder.resolve("new/talk.txt");

        to(out).write(transcript("one"), Optional.of(file));
        to(out).write(transcript("two"), Optional.of(file));

        assertThat(file).hasContent("two\n");
        assertThat(file.getParent()).isDirectoryContaining(file::equals);
        assertThat(out.size()).isZero();
    }

    @Test
    void saysThatStandardOutputIsFull() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> to(full).write(transcript("one"), Optional.empty()))
                .withMessage("cannot write to standard output: No space left on device")
                .extracting(EnvironmentException::lack)
                .isEqualTo(Lack.DISK_FULL);
    }

    @Test
    void saysThatAFileCannotBeWrittenAndLeavesNoPartOfIt() throws Exception {
        Path file = Files.createDirectory(folder.resolve("talk.txt"));

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> to(out).write(transcript("one"), Optional.of(file)))
                .withMessageContaining("cannot write " + file)
                .extracting(EnvironmentException::lack)
                .isEqualTo(Lack.OUTPUT_NOT_WRITABLE);
        assertThat(folder).isDirectoryContaining(file::equals);
        assertThat(file).isEmptyDirectory();
    }

    @Test
    void writesToADeviceInsteadOfReplacingIt() {
        assumeTrue(Files.exists(FULL), "there is no " + FULL);

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> to(out).write(transcript("one"), Optional.of(FULL)))
                .withMessageContaining("cannot write " + FULL)
                .extracting(EnvironmentException::lack)
                .isEqualTo(Lack.DISK_FULL);
        assertThat(Files.isRegularFile(FULL)).isFalse();
    }

    @Test
    void writesThroughALink() throws Exception {
        Path file = Files.createFile(folder.resolve("there.txt"));
        Path link = Files.createSymbolicLink(folder.resolve("here.txt"), file);

        to(out).write(transcript("one"), Optional.of(link));

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("one\n");
    }

    private static Outputs to(OutputStream out) {
        return new Outputs(new Screen(out, System.err, false), Format.TXT, RenderOptions.DEFAULT);
    }

    private static Transcript transcript(String text) {
        Segment segment = Segment.newBuilder()
                .setStart(0)
                .setEnd(1)
                .setText(text)
                .setWords(List.of())
                .setProbability(1)
                .setLanguage("en")
                .build();
        return Transcript.newBuilder()
                .setJobId("job")
                .setSource(new Source(SourceKind.FILE, "/talk.wav", "talk.wav", 1L, ""))
                .setOptions(new JobOptions("en", "", false))
                .setText(text)
                .setSegments(List.of(segment))
                .setLanguage("en")
                .setLanguageProbability(1)
                .setDurationSeconds(1)
                .setCoverage(Coverage.newBuilder().setTranscribedSeconds(1).build())
                .setChunks(1)
                .setEngine("none")
                .setModel("none")
                .setProducer("a test")
                .setSubmittedAt(Instant.EPOCH)
                .setFinishedAt(Instant.EPOCH)
                .build();
    }
}

package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scribestream.testkit.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scribe doctor}: a line for each thing that a job needs. */
class DoctorIT {

    @TempDir
    Path home;

    @Test
    void findsAllWell() throws Exception {
        Finished finished = ScribeCommand.in(home).run("doctor");

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.err()).isEmpty();
        assertThat(finished.out().lines().map(line -> line.split(" +")[1]))
                .containsExactly("java", "cpu", "model", "engine", "vad", "decoder", "disk");
        assertThat(finished.out().lines()).allMatch(line -> line.startsWith("ok "));
        assertThat(finished.out())
                .contains("as published")
                .contains("x real time")
                .contains("decoded 11.0 s");
    }

    @Test
    void findsALibraryThatIsNone() throws Exception {
        Path library = Files.writeString(home.resolve("libwhisper.so"), "no library");

        Finished finished = ScribeCommand.in(home)
                .with("WHISPER_LIBRARY", library.toString())
                .run("doctor");

        assertThat(engine(finished)).startsWith("FAIL engine").contains(library.toString());
    }

    @Test
    void findsAModelThatIsNone() throws Exception {
        Path model = Files.writeString(home.resolve("model.bin"), "no model");

        Finished finished = ScribeCommand.in(home).run("doctor", "-m", model);

        assertThat(engine(finished)).startsWith("FAIL engine").contains(model.toString());
    }

    @Test
    void saysThatThereIsNoModel() throws Exception {
        Finished finished = ScribeCommand.in(home).run("doctor", "-m", home.resolve("none.bin"));

        assertThat(finished.exit()).isEqualTo(3);
        assertThat(finished.out().lines())
                .anyMatch(line -> line.startsWith("FAIL model     no model at " + home.resolve("none.bin"))
                        && line.endsWith(" [model_missing]"))
                .contains("FAIL engine    cannot be tried without a model [model_missing]");
        assertThat(finished.out().lines().filter(line -> line.startsWith("ok ")).map(line -> line.split(" +")[1]))
                .as("the rest is looked at all the same")
                .containsExactly("java", "cpu", "vad", "decoder", "disk");
    }

    @Test
    void findsALibraryThatWasBuiltForAnotherProcessor() throws Exception {
        Path archive = Corpus.requireShared("native/libwhisper-1.9.3-linux-x86_64.tar.xz");
        Path variant = Corpus.requireShared("native/libggml-cpu-sapphirerapids.so.xz");
        unpack("tar", "xJf", archive.toString());
        unpack("sh", "-c", "xz -dkc '" + variant + "' > libggml-cpu-sapphirerapids.so");

        Finished finished = ScribeCommand.in(home)
                .with("WHISPER_LIBRARY", home.resolve("libwhisper.so").toString())
                .run("doctor");

        assumeTrue(finished.exit() != 0, "this processor runs that variant");
        assertThat(engine(finished))
                .startsWith("FAIL engine")
                .contains("SIGILL (illegal instruction) in libggml-cpu-sapphirerapids.so")
                .contains("another processor");
    }

    /** The line about the engine of an examination that failed in it. */
    private static String engine(Finished finished) {
        assertThat(finished.exit()).as(finished.toString()).isEqualTo(3);
        assertThat(finished.err()).isEmpty();
        List<String> lines =
                finished.out().lines().filter(line -> line.contains(" engine ")).toList();
        assertThat(lines).as(finished.toString()).hasSize(1);
        return lines.get(0);
    }

    private void unpack(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).directory(home.toFile()).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}

package io.scribestream.transcriber.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.TestData;
import io.scribestream.transcriber.engine.Words;
import io.scribestream.transcriber.engine.whispercpp.CpuFlags;
import io.scribestream.transcriber.engine.whispercpp.EngineConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real children, the real model. */
class EngineProbeTest {

    @TempDir
    Path folder;

    @Test
    void remembersAnEngineThatWorks() throws Exception {
        EngineConfig config = config(TestData.model(), null);

        ProbeReport first = EngineProbe.check(config, Depth.TRY);

        assertThat(first.engine()).isEqualTo("whisper.cpp 1.7.1");
        Path remembered = onlyFile(folder.resolve("cache/probes"));
        Files.writeString(remembered, "whisper.cpp remembered\n-1.0\n");
        assertThat(EngineProbe.check(config, Depth.TRY).engine()).isEqualTo("whisper.cpp remembered");

        Files.writeString(remembered, "half a li");
        assertThat(EngineProbe.check(config, Depth.TRY)).isEqualTo(first);
    }

    @Test
    void looksAgainWhenItIsAskedForTheSpeedToo() {
        EngineConfig config = config(TestData.model(), null);
        ProbeCache.of(new WhisperCppCandidate(config)).write(new ProbeReport("whisper.cpp remembered", -1));

        ProbeReport report = EngineProbe.check(config, Depth.MEASURE);

        assertThat(report.engine()).isEqualTo("whisper.cpp 1.7.1");
        assertThat(report.timesRealTime()).isGreaterThan(0.1);
        assertThat(EngineProbe.check(config, Depth.TRY))
                .as("knows more than enough")
                .isEqualTo(report);
    }

    @Test
    void opensAnEngineOnANewerLibraryThatHearsTheSameWords() throws Exception {
        Path library = newerLibrary();

        try (Engine engine = WhisperEngines.open(config(TestData.model(), library))) {
            assertThat(engine.name()).startsWith("whisper.cpp 1.9");
            Heard heard = engine.hear(new Speech(TestData.jfk(), "auto", "", false), Effort.GREEDY, () -> false);

            assertThat(Words.of(heard)).isEqualTo(Words.OF_JFK);
            assertThat(heard.languageProbability()).isGreaterThan(0.9f);
            assertThat(heard.segments()).allSatisfy(segment -> assertThat(segment.noSpeechProbability())
                    .isBetween(0f, 0.5f));
        }
    }

    @Test
    void endsInASentenceWhereAPartOfTheLibraryIsForAnotherProcessor() throws Exception {
        assumeThat(CpuFlags.ofThisMachine())
                .as("only a processor that claims AMX has this part chosen for it")
                .contains("amx_int8", "avx512f");
        Path library = newerLibrary();
        run(
                library,
                "sh",
                "-c",
                "xz -dkc '" + natives().resolve("libggml-cpu-sapphirerapids.so.xz")
                        + "' > libggml-cpu-sapphirerapids.so");

        try {
            EngineProbe.check(config(TestData.model(), library), Depth.TRY);
            assumeThat(false).as("this processor runs it").isTrue();
        } catch (EnvironmentException e) {
            assertThat(e).hasMessageContaining("illegal instruction").hasMessageContaining("another processor");
        }
    }

    @Test
    void endsInASentenceWhereTheLibraryLacksItsParts() throws Exception {
        Path library = newerLibrary();
        try (var files = Files.list(library)) {
            for (Path part : files.filter(file -> file.getFileName().toString().startsWith("libggml-cpu-"))
                    .toList()) {
                Files.delete(part);
            }
        }

        assertThatThrownBy(() -> EngineProbe.check(config(TestData.model(), library), Depth.TRY))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("has no part that runs on this processor");
    }

    @Test
    void refusesAModelThatIsMissingCutOrNone() throws Exception {
        Path cut = Files.copy(TestData.model(), folder.resolve("cut.bin"));
        try (RandomAccessFile file = new RandomAccessFile(cut.toFile(), "rw")) {
            file.setLength(50_000_000);
        }
        Path text = Files.writeString(folder.resolve("text.bin"), "just a text");

        for (Path model : List.of(cut, text, folder.resolve("nowhere.bin"))) {
            assertThatThrownBy(() -> WhisperEngines.open(config(model, null)))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining(model.toString());
        }
        assertThat(folder.resolve("cache/probes"))
                .as("only success is remembered")
                .doesNotExist();
    }

    @Test
    void saysThatAModelWithADamagedHeaderCannotBeUsed() throws Exception {
        Path damaged = Files.copy(TestData.model(), folder.resolve("damaged.bin"));
        try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
            file.seek(4 + 4 * 4);
            file.writeInt(Integer.reverseBytes(7)); // layers of the encoder, 6 in truth
        }

        assertThatThrownBy(() -> WhisperEngines.open(config(damaged, null)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(damaged.toString());
    }

    private EngineConfig config(Path model, @Nullable Path library) {
        return new EngineConfig(model, library, 1, 1, 1, folder.resolve("cache"));
    }

    private static Path natives() {
        Optional<Path> natives = TestData.newerNatives();
        assumeThat(natives).as("a newer libwhisper is not here").isPresent();
        return natives.get();
    }

    private Path newerLibrary() throws Exception {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        Path archive = natives().resolve("libwhisper-1.9.3-linux-x86_64.tar.xz");
        Path library = Files.createDirectory(folder.resolve("newer"));
        run(library, "tar", "-xJf", archive.toString());
        return library;
    }

    private static void run(Path folder, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
            assumeThat(process.waitFor()).as(String.join(" ", command)).isZero();
        } catch (IOException e) {
            assumeThat(e).as(command[0] + " is not here").isNull();
        }
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }
}

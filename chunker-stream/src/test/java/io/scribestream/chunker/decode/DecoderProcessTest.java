package io.scribestream.chunker.decode;

import static io.scribestream.chunker.decode.FfmpegDecoderTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import io.scribestream.testkit.Sounds;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of the processes behind the decoder. */
class DecoderProcessTest {

    private static final int TEN_MINUTES = 600;

    @TempDir
    Path folder;

    @Test
    void failsTheSourceWhoseProcessIsKilledAndDecodesTheNext() throws IOException {
        Path file = Sounds.wav(folder.resolve("long.wav"), Sounds.noise(16_000, TEN_MINUTES, 0.5, 1));
        try (FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(1))) {
            Set<Long> before = children();
            try (PcmSource source = decoder.open(file)) {
                source.read(new short[1_000], 0, 1_000);
                children().stream().filter(pid -> !before.contains(pid)).forEach(pid -> ProcessHandle.of(pid)
                        .ifPresent(ProcessHandle::destroyForcibly));

                assertRefused(() -> readToTheEnd(source), Reason.DECODER_FAILED, "decoder");
            }

            assertThat(Decoded.from(decoder, file).seconds()).isEqualTo(TEN_MINUTES);
        }
    }

    @Test
    void triesOnceMoreWhenTheWarmProcessDiedWhileItWaited() throws Exception {
        Path file = Sounds.wav(folder.resolve("short.wav"), Sounds.tone(16_000, 1, 440));
        try (FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(1))) {
            Set<Long> before = children();
            decoder.version();
            for (long pid : children()) {
                if (!before.contains(pid)) {
                    ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
                    handle.destroyForcibly();
                    handle.onExit().get(10, TimeUnit.SECONDS);
                }
            }

            assertThat(Decoded.from(decoder, file).seconds()).isEqualTo(1);
        }
    }

    @Test
    void endsAProcessThatGivesNothing() throws IOException {
        Path file = Sounds.wav(folder.resolve("short.wav"), Sounds.tone(16_000, 1, 440));
        List<String> mute = List.of("sh", "-c", "printf 'R\\000\\0018'; cat > /dev/null; true");
        DecodeLimits hasty = new DecodeLimits(Duration.ofHours(1), 1 << 30, 1, Duration.ofMillis(300));
        try (FfmpegDecoder decoder = new FfmpegDecoder(hasty, mute)) {
            assertRefused(() -> decoder.open(file), Reason.DECODER_FAILED, "stopped giving sound");
        }
    }

    @Test
    void refusesAFileThatEndsEveryProcessThatOpensIt() throws IOException {
        Path file = Sounds.wav(folder.resolve("short.wav"), Sounds.tone(16_000, 1, 440));
        List<String> fragile = List.of("sh", "-c", "printf 'R\\000\\0018'; head -c 1 > /dev/null");
        try (FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(1), fragile)) {
            assertRefused(() -> decoder.open(file), Reason.DECODER_FAILED, "ended the decoder");
        }
    }

    @Test
    void leavesNoProcessBehindWhenSourcesAreClosedEarly() throws Exception {
        Path file = Sounds.wav(folder.resolve("long.wav"), Sounds.noise(16_000, TEN_MINUTES, 0.5, 1));
        Set<Long> before = children();
        try (FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(2))) {
            for (int i = 0; i < 3; i++) {
                try (PcmSource source = decoder.open(file)) {
                    assertThat(source.read(new short[100], 0, 100)).isPositive();
                }
            }
        }

        for (long pid : children()) {
            if (!before.contains(pid)) {
                ProcessHandle handle = ProcessHandle.of(pid).orElse(null);
                if (handle != null) {
                    assertThat(handle.onExit().get(10, TimeUnit.SECONDS)).isNotNull();
                }
            }
        }
    }

    @Test
    void wakesAReaderThatWaitsWhenTheSourceIsClosedElsewhere() throws Exception {
        Path file = Sounds.wav(folder.resolve("short.wav"), Sounds.tone(16_000, 1, 440));
        List<String> slow = List.of(
                "sh",
                "-c",
                "printf 'R\\000\\0018H12345678abcdefgh\\000\\001w\\000\\001p\\000\\000\\000\\001\\000\\000\\000\\001'; cat > /dev/null; true");
        try (FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(1), slow)) {
            PcmSource source = decoder.open(file);
            CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> source.read(new short[10], 0, 10));

            source.close();

            assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(Exception.class)
                    .satisfiesAnyOf(e -> assertThat(e).hasCauseInstanceOf(RejectedException.class), e -> assertThat(e)
                            .hasCauseInstanceOf(IllegalStateException.class));
        }
    }

    @Test
    void endsWhenItsInputDoesEvenWithHalfAFileToGo() throws Exception {
        Path file = Sounds.wav(folder.resolve("long.wav"), Sounds.noise(16_000, TEN_MINUTES, 0.5, 1));
        Process process = new ProcessBuilder(ChildCommand.build())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (DataOutputStream requests = new DataOutputStream(process.getOutputStream());
                DataInputStream answers = new DataInputStream(process.getInputStream())) {
            assertThat(DecodeMessage.read(answers)).isInstanceOf(DecodeMessage.Ready.class);
            new DecodeRequest(file.toString(), Long.MAX_VALUE).write(requests);
            assertThat(DecodeMessage.read(answers)).isInstanceOf(DecodeMessage.Header.class);
            requests.close();

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-INT", "-TERM"})
    void leavesTheDecisionAboutCtrlCToItsParent(String signal) throws Exception {
        Path file = Sounds.wav(folder.resolve("long.wav"), Sounds.noise(16_000, TEN_MINUTES, 0.5, 1));
        try (FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(1))) {
            Set<Long> before = children();
            try (PcmSource source = decoder.open(file)) {
                for (long pid : children()) {
                    if (!before.contains(pid)) {
                        new ProcessBuilder("kill", signal, Long.toString(pid))
                                .start()
                                .waitFor();
                    }
                }

                assertThat(readToTheEnd(source)).isEqualTo(16_000L * TEN_MINUTES);
            }
        }
    }

    @Test
    void doesNotGrowOverHundredsOfFiles() throws IOException {
        Path wav = Sounds.wav(
                folder.resolve("a.wav"), 44_100, 2, Sounds.Encoding.FLOAT_32, Sounds.noise(44_100, 4, 0.5, 1));
        try (FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(1))) {
            Set<Long> before = children();
            rounds(decoder, wav, 50);
            long pid = children().stream()
                    .filter(child -> !before.contains(child))
                    .findFirst()
                    .orElseThrow();
            long warm = residentKilobytes(pid);

            rounds(decoder, wav, 140);

            assertThat(residentKilobytes(pid) - warm).isLessThan(16_000);
        }
    }

    @Test
    void startsWithoutTheSecretsOfItsParent() {
        assertThat(ChildCommand.ENVIRONMENT).doesNotContain("AWS_SECRET_ACCESS_KEY", "JAVA_TOOL_OPTIONS");
        assertThat(String.join(" ", ChildCommand.build()))
                .doesNotContain("kafka")
                .doesNotContain("logback");
    }

    private static void rounds(FfmpegDecoder decoder, Path wav, int files) {
        for (int i = 0; i < files; i++) {
            assertThat(Decoded.from(decoder, wav).samples()).isPositive();
        }
    }

    private static long readToTheEnd(PcmSource source) {
        short[] block = new short[100_000];
        long samples = 0;
        for (int read = source.read(block, 0, block.length); read >= 0; read = source.read(block, 0, block.length)) {
            samples += read;
        }
        return samples;
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    /** 0 where the system does not say. */
    private static long residentKilobytes(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}

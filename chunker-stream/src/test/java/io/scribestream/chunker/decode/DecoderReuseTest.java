package io.scribestream.chunker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.RejectedException;
import io.scribestream.testkit.Sounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a process is started for a stream of short recordings. */
class DecoderReuseTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long PLENTY = 1L << 40;

    @TempDir
    Path folder;

    private Path recording;
    private Path starts;

    @BeforeEach
    void record() throws IOException {
        recording = Sounds.wav(folder.resolve("short.wav"), Sounds.tone(16_000, 1, 440));
        starts = Files.createFile(folder.resolve("starts"));
    }

    @Test
    void startsAsManyProcessesAsSourcesAreOpenAtOnceForAnyNumberOfThem() throws IOException {
        try (FfmpegDecoder decoder = decoder(new ReuseLimits(1_000, PLENTY, MINUTE))) {
            for (int round = 0; round < 15; round++) {
                decodeAtOnce(decoder, 3);
            }

            assertThat(started()).isEqualTo(3);
        }
    }

    @Test
    void replacesAProcessThatSawABadFile() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.mp3"), "text".repeat(1_000));
        try (FfmpegDecoder decoder = decoder(new ReuseLimits(1_000, PLENTY, MINUTE))) {
            Decoded.from(decoder, recording);

            assertThatThrownBy(() -> decoder.open(bad)).isInstanceOf(RejectedException.class);

            Decoded.from(decoder, recording);
            assertThat(started()).isEqualTo(2);
        }
    }

    @Test
    void replacesAProcessThatServedLongEnough() throws IOException {
        try (FfmpegDecoder decoder = decoder(new ReuseLimits(5, PLENTY, MINUTE))) {
            for (int file = 0; file < 18; file++) {
                Decoded.from(decoder, recording);
            }

            assertThat(started()).isEqualTo(4);
        }
    }

    @Test
    void replacesAProcessThatHasGrown() throws IOException {
        try (FfmpegDecoder decoder = decoder(new ReuseLimits(1_000, 1, MINUTE))) {
            Decoded.from(decoder, recording);
            Decoded.from(decoder, recording);
            try (PcmSource third = decoder.open(recording)) {
                assertThat(third.declaredSeconds()).isEqualTo(1);
                assertThat(started()).isEqualTo(3);
            }
        }
    }

    @Test
    void keepsOneProcessWhereNoneIsNeeded() throws Exception {
        Set<ProcessHandle> others = children();
        try (FfmpegDecoder decoder = decoder(new ReuseLimits(1_000, PLENTY, Duration.ofMillis(200)))) {
            decodeAtOnce(decoder, 3);
            Set<ProcessHandle> waiting = children();
            waiting.removeAll(others);

            waiting.remove(firstToEnd(waiting));
            waiting.remove(firstToEnd(waiting));

            assertThat(waiting).singleElement().satisfies(last -> assertThat(last.isAlive())
                    .isTrue());
            Decoded.from(decoder, recording);
            assertThat(started()).isEqualTo(3);
        }
    }

    private FfmpegDecoder decoder(ReuseLimits reuse) {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "echo started >> \"$0\"; exec \"$@\"", starts.toString()));
        command.addAll(ChildCommand.build());
        return new FfmpegDecoder(DecodeLimits.of(4), reuse, command);
    }

    private int started() throws IOException {
        return Files.readAllLines(starts).size();
    }

    private void decodeAtOnce(FfmpegDecoder decoder, int count) {
        List<PcmSource> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            open.add(decoder.open(recording));
        }
        short[] block = new short[20_000];
        for (PcmSource source : open) {
            while (source.read(block, 0, block.length) >= 0) {}
            source.close();
        }
    }

    private static ProcessHandle firstToEnd(Set<ProcessHandle> processes) throws Exception {
        return (ProcessHandle) CompletableFuture.anyOf(
                        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .get(30, TimeUnit.SECONDS);
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }
}

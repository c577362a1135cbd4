package io.scribestream.chunker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Sounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formats that people send. */
class CompressedFormatsTest {

    private static FfmpegDecoder decoder;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        decoder = new FfmpegDecoder(DecodeLimits.of(1));
    }

    @AfterAll
    static void stop() {
        decoder.close();
    }

    @ParameterizedTest
    @CsvSource({
        "m4a, aac",
        "mp4, aac",
        "mov, aac",
        "aac, aac",
        "ts, aac",
        "mkv, aac",
        "flv, aac",
        "webm, libopus",
        "ogg, libopus",
        "opus, libopus",
        "mp3, libmp3lame",
        "flac, flac",
        "mkv, flac",
        "wma, wmav2",
        "ac3, ac3",
        "avi, libmp3lame",
    })
    void keepsLengthAndLoudness(String ending, String codec) {
        Path file = encoded(ending, codec, 5);

        Decoded decoded = Decoded.from(decoder, file);

        assertThat(decoded.seconds()).isCloseTo(5, within(0.2));
        assertThat(decoded.loudness()).isCloseTo(0.5 / Math.sqrt(2), within(0.03));
        assertThat(decoded.damage()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"m4a, aac", "flac, flac", "mp3, libmp3lame", "opus, libopus", "mkv, aac", "webm, libopus"})
    void keepsTheFirstPartWhenCutAndSaysSo(String ending, String codec) throws IOException {
        byte[] whole = Files.readAllBytes(encoded(ending, codec, 30));
        Path file = Files.write(folder.resolve("cut." + ending), Arrays.copyOf(whole, whole.length / 2));

        Decoded decoded = Decoded.from(decoder, file);

        assertThat(decoded.seconds()).isBetween(10.0, 20.0);
        assertThat(decoded.damage()).isNotEmpty();
    }

    @Test
    void findsNothingWrongWithAnyRecordingOfTheCorpus() {
        for (Corpus.Recording recording : Corpus.recordings()) {
            Decoded decoded = Decoded.from(decoder, recording.file());

            assertThat(decoded.seconds()).as(recording.path()).isCloseTo(recording.seconds(), within(0.1));
            assertThat(decoded.damage()).as(recording.path()).isEmpty();
        }
    }

    private Path encoded(String ending, String codec, double seconds) {
        return Encoder.write(folder.resolve("tone." + ending), codec, Sounds.tone(Encoder.RATE, seconds, 440));
    }
}

package io.scribestream.chunker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Repository;
import io.scribestream.testkit.Sounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged recordings: what is whole is kept, and it is said that something is missing. */
class DamagedFilesTest {

    private static final Path JFK = Repository.root().resolve("samples/jfk.wav");

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

    @Test
    void findsNothingWrongWithAWholeRecording() throws IOException {
        Decoded decoded = Decoded.from(decoder, JFK);

        assertThat(decoded.samples()).isEqualTo(176_000);
        assertThat(decoded.damage()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"human-en-10min.mp3", "human-en-10min.opus"})
    void findsNothingWrongWithTenWholeMinutes(String name) {
        Decoded decoded = Decoded.from(decoder, Corpus.require("long/" + name));

        assertThat(decoded.seconds()).isCloseTo(599.88, within(0.05));
        assertThat(decoded.declaredSeconds()).isCloseTo(599.88, within(0.05));
        assertThat(decoded.damage()).isEmpty();
    }

    @Test
    void keepsTheFirstPartOfACutWav() throws IOException {
        byte[] whole = Files.readAllBytes(JFK);
        Path file = Files.write(folder.resolve("cut.wav"), Arrays.copyOf(whole, whole.length / 3));

        Decoded decoded = Decoded.from(decoder, file);

        assertThat(decoded.seconds()).isCloseTo(11.0 / 3, within(0.01));
        assertThat(decoded.damage()).contains("promises 11.0 s").contains("3.7 s came out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"long/human-en-10min.mp3", "long/human-en-10min.opus"})
    void keepsTheFirstPartOfACutFile(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Corpus.require(name));
        Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length / 3));

        Decoded decoded = Decoded.from(decoder, file);

        assertThat(decoded.seconds()).isBetween(190.0, 210.0);
        assertThat(decoded.damage()).isNotEmpty();
    }

    @Test
    void noticesASingleFlippedBitInOpus() throws IOException {
        byte[] bytes = Files.readAllBytes(Corpus.require("long/human-en-10min.opus"));
        bytes[700_000] ^= 0x10;
        Path file = Files.write(folder.resolve("flipped.opus"), bytes);

        Decoded decoded = Decoded.from(decoder, file);

        assertThat(decoded.seconds()).isBetween(597.0, 599.9);
        assertThat(decoded.damage()).contains("error").contains("CRC mismatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"long/human-en-10min.mp3", "long/human-en-10min.opus"})
    void keepsWhatIsWholeWhereOneByteInAThousandIsFlipped(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(Corpus.require(name));
        Random random = new Random(1);
        for (int flips = bytes.length / 1_000; flips > 0; flips--) {
            bytes[2_000 + random.nextInt(bytes.length - 2_000)] ^= (byte) (1 + random.nextInt(255));
        }
        Path file = Files.write(folder.resolve("flipped"), bytes);

        Decoded decoded = Decoded.from(decoder, file);

        assertThat(decoded.seconds()).isBetween(10.0, 602.0);
        assertThat(decoded.damage()).contains("errors");
    }

    @Test
    void keepsTheRealSamplesOfAWavThatPromisesFourGigabytes() throws IOException {
        Path file = Sounds.wavPromising(folder.resolve("large.wav"), -16, Sounds.tone(16_000, 5, 440));

        Decoded decoded = Decoded.from(decoder, file);

        assertThat(decoded.samples()).isEqualTo(80_000);
        assertThat(decoded.declaredSeconds()).isCloseTo(5, within(0.1));
        assertThat(decoded.damage()).contains("promises 134217.7 s");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void takesAStreamedWavThatDoesNotKnowItsLengthForWhole(int unknown) throws IOException {
        Path file = Sounds.wavPromising(folder.resolve("streamed.wav"), unknown, Sounds.tone(16_000, 5, 440));

        Decoded decoded = Decoded.from(decoder, file);

        assertThat(decoded.samples()).isEqualTo(80_000);
        assertThat(decoded.damage()).isEmpty();
    }
}

package io.scribestream.chunker.decode;

import static io.scribestream.chunker.decode.FfmpegDecoderTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.schemas.Reason;
import io.scribestream.testkit.SilentFilm;
import io.scribestream.testkit.Sounds;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and attackers send instead of recordings. */
class BadFilesTest {

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
    void refusesAnEmptyFile() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.wav"));

        assertRefused(() -> decoder.open(file), Reason.EMPTY_FILE, "empty");
    }

    @Test
    void refusesAFileThatIsGone() {
        assertRefused(() -> decoder.open(folder.resolve("gone.wav")), Reason.SOURCE_NOT_FOUND, "no longer");
    }

    @Test
    void refusesTextNamedMp3() throws IOException {
        Path file = Files.writeString(folder.resolve("text.mp3"), "This is only text.\n".repeat(500));

        assertRefused(() -> decoder.open(file), Reason.UNREADABLE_AUDIO, "no recording");
    }

    @ParameterizedTest
    @ValueSource(strings = {"picture.png", "picture.mp3"})
    void refusesAPicture(String name) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", file.toFile());

        assertRefused(() -> decoder.open(file), Reason.UNREADABLE_AUDIO, "no recording");
    }

    @ParameterizedTest
    @ValueSource(strings = {"random.bin", "random.mp3", "random.wav", "random.aac", "random.m4a"})
    void refusesRandomBytes(String name) throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve(name), bytes);

        assertRefused(() -> decoder.open(file), Reason.UNREADABLE_AUDIO, "no recording");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffconcat version 1.0\nfile neighbour.wav\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nneighbour.wav\n#EXT-X-ENDLIST\n",
                "#EXTM3U\nneighbour.wav\n",
                "[playlist]\nFile1=neighbour.wav\nNumberOfEntries=1\n",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
            })
    void refusesAPlaylistUnderAnInnocentNameAndLeavesItsNeighbourAlone(String playlist) throws IOException {
        Sounds.wav(folder.resolve("neighbour.wav"), Sounds.tone(16_000, 11, 440));
        for (String name : new String[] {"list.mp3", "list.wav", "list.m3u8"}) {
            Path file = Files.writeString(folder.resolve(name), playlist);

            assertRefused(() -> decoder.open(file), Reason.UNREADABLE_AUDIO, "no recording");
        }
    }

    @Test
    void refusesAFilmWithoutSound() throws IOException {
        Path file = SilentFilm.write(folder.resolve("film.avi"), 20);

        assertRefused(() -> decoder.open(file), Reason.NO_AUDIO_STREAM, "no sound track");
    }

    @Test
    void refusesAFilmThatWasCutOffBeforeItsIndex() throws IOException {
        ByteBuffer film = ByteBuffer.allocate(32 + 5_000);
        film.putInt(32).put("ftypM4A \0\0\0\0M4A mp42isom\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
        film.putInt(1_000_000).put("mdat".getBytes(StandardCharsets.US_ASCII));
        Path file = Files.write(folder.resolve("cut.m4a"), film.array());

        assertRefused(() -> decoder.open(file), Reason.UNREADABLE_AUDIO, "cut off before");
    }

    @Test
    void refusesAWavWithoutASingleSample() throws IOException {
        Path file = Sounds.wav(folder.resolve("nothing.wav"), new float[0]);

        assertRefused(() -> decoder.open(file), Reason.UNREADABLE_AUDIO, "no recording");
    }

    @Test
    void goesOnWithTheSameProcessAfterARefusal() throws IOException {
        Path text = Files.writeString(folder.resolve("text.mp3"), "text");
        Path tone = Sounds.wav(folder.resolve("tone.wav"), Sounds.tone(16_000, 2, 440));

        assertRefused(() -> decoder.open(text), Reason.UNREADABLE_AUDIO, "no recording");

        assertThat(Decoded.from(decoder, tone).seconds()).isCloseTo(2, within(0.001));
    }
}

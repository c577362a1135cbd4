package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.SilentFilm;
import io.scribestream.testkit.SilentFlac;
import io.scribestream.testkit.Sounds;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/** One command with everything that is no good recording, and one that is: each has its own end. */
class BadInputIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HOURS_OF_SILENCE = 10;

    @TempDir
    static Path home;

    private static Path transcripts;
    private static Finished finished;

    @BeforeAll
    static void transcribeAll() throws Exception {
        List<Object> command = new ArrayList<>(List.of("transcribe"));
        command.add(write("empty.wav", new byte[0]));
        command.add(write("text.mp3", "This is no sound at all.\n".repeat(100).getBytes()));
        command.add(picture());
        command.add(SilentFilm.write(home.resolve("film.avi"), 30));
        command.add(write("playlist.mp3", ("#EXTM3U\n#EXTINF:11,\n" + Speech.file() + "\n").getBytes()));
        command.add(
                write("concat.wav", ("ffconcat version 1.0\nfile '" + Speech.file() + "'\nduration 11\n").getBytes()));
        command.add(write("random.ogg", random(100_000)));
        command.add(write("header.wav", Arrays.copyOf(Files.readAllBytes(Speech.file()), 40)));
        command.add(home.resolve("missing.wav"));
        command.add(Files.createDirectory(home.resolve("folder.wav")));
        command.add(Sounds.wav(home.resolve("sample.wav"), new float[] {0.5f}));
        command.add(write("cut.wav", Arrays.copyOf(Files.readAllBytes(Speech.file()), 250_000)));
        command.add(write("flipped.wav", flipped(Files.readAllBytes(Speech.file()), 100)));
        Optional<byte[]> mp3 = mp3();
        if (mp3.isPresent()) {
            command.add(write("cut.mp3", Arrays.copyOf(mp3.get(), 60_000)));
            command.add(write("flipped.mp3", flipped(mp3.get(), 40)));
        }
        command.add(SilentFlac.write(home.resolve("silence.flac"), Duration.ofHours(HOURS_OF_SILENCE)));
        command.add(Files.copy(Speech.file(), home.resolve("good.wav")));
        transcripts = home.resolve("transcripts");
        command.addAll(List.of("-f", "json", "-o", transcripts + "/"));
        finished = ScribeCommand.in(home).run(command.toArray());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("empty.wav", "empty_file"),
                arguments("text.mp3", "unreadable_audio"),
                arguments("picture.png", "unreadable_audio"),
                arguments("film.avi", "no_audio_stream"),
                arguments("playlist.mp3", "unreadable_audio"),
                arguments("concat.wav", "unreadable_audio"),
                arguments("random.ogg", "unreadable_audio"),
                arguments("header.wav", "unreadable_audio"),
                arguments("missing.wav", "source_not_found"),
                arguments("folder.wav", "source_not_found"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void saysInASentenceWhyThereIsNoTranscript(String name, String reason) {
        assertThat(finished.linesAbout(home.resolve(name)))
                .as(finished.toString())
                .singleElement()
                .asString()
                .startsWith("scribe: " + home.resolve(name) + ": ")
                .endsWith(" [" + reason + "]")
                .hasSizeGreaterThan(("scribe: " + home.resolve(name) + ": ").length() + 20);
        assertThat(transcripts.resolve(stem(name) + ".json")).doesNotExist();
    }

    @Test
    void endsWithOneAndWithoutAStackTrace() {
        assertThat(finished.exit()).as(finished.toString()).isEqualTo(1);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(finished.err().lines()).allMatch(line -> line.startsWith("scribe: "));
    }

    @Test
    void stillDoesTheGoodOne() throws Exception {
        assertThat(Speech.against(text("good"), 1).rate()).isZero();
        assertThat(transcript("good").path("damaged").isNull()).isTrue();
    }

    @Test
    void hearsWhatIsLeftOfACutFileAndSaysSo() throws Exception {
        assertThat(text("cut")).containsIgnoringCase("ask not what your country can do");
        assertThat(transcript("cut").path("damaged").asText()).isNotBlank().isNotEqualTo("null");
        assertThat(finished.linesAbout(home.resolve("cut.wav")))
                .singleElement()
                .asString()
                .contains(": damaged: ");
    }

    @Test
    void hearsWhatIsLeftOfACutMp3AndSaysSo() throws Exception {
        Corpus.require("jfk/jfk.mp3");

        JsonNode cut = JSON.readTree(transcripts.resolve("cut.mp3.json").toFile());
        assertThat(cut.path("text").asText()).containsIgnoringCase("ask not what your country can do");
        assertThat(finished.linesAbout(home.resolve("cut.mp3")))
                .singleElement()
                .asString()
                .contains(": damaged: ");
    }

    @Test
    void hearsThroughFlippedBytes() throws Exception {
        assertThat(Speech.against(text("flipped"), 1).rate()).isLessThan(0.2);
    }

    @Test
    void hearsThroughFlippedBytesOfAnMp3() throws Exception {
        Corpus.require("jfk/jfk.mp3");

        JsonNode flipped = JSON.readTree(transcripts.resolve("flipped.mp3.json").toFile());
        assertThat(Speech.against(flipped.path("text").asText(), 1).rate()).isLessThan(0.5);
    }

    @Test
    void findsNothingInASingleSample() throws Exception {
        assertThat(text("sample")).isEmpty();
    }

    @Test
    void accountsForHoursOfSilence() throws Exception {
        JsonNode silence = transcript("silence");

        double seconds = silence.path("duration").asDouble();
        assertThat(seconds).isBetween(HOURS_OF_SILENCE * 3600.0, HOURS_OF_SILENCE * 3600 + 2.1);
        assertThat(silence.path("text").asText()).isEmpty();
        assertThat(silence.path("chunks").asInt()).isZero();
        assertThat(silence.path("coverage").path("silent").asDouble()).isEqualTo(seconds);
    }

    private static JsonNode transcript(String name) throws IOException {
        Path file = transcripts.resolve(name + ".json");
        assertThat(file).as(finished.toString()).exists();
        return JSON.readTree(file.toFile());
    }

    private static String text(String name) throws IOException {
        return transcript(name).path("text").asText();
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static Path write(String name, byte[] content) throws IOException {
        return Files.write(home.resolve(name), content);
    }

    private static Path picture() throws IOException {
        Path file = home.resolve("picture.png");
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        return file;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    /** Behind the header: a file whose beginning is broken is another case. */
    private static byte[] flipped(byte[] content, int flips) {
        Random random = new Random(7);
        byte[] changed = content.clone();
        for (int i = 0; i < flips; i++) {
            changed[200 + random.nextInt(content.length - 200)] ^= (byte) 0xFF;
        }
        return changed;
    }

    private static Optional<byte[]> mp3() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(Corpus.require("jfk/jfk.mp3")));
        } catch (TestAbortedException e) {
            return Optional.empty(); // its own tests say so
        }
    }
}

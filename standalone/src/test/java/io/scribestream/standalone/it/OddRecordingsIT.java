package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Sounds;
import io.scribestream.testkit.Sounds.Encoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Recordings of every shape in one command, with one that is not there: each of the others gives its words. */
class OddRecordingsIT {

    @TempDir
    static Path home;

    private static Path transcripts;
    private static Finished finished;

    @BeforeAll
    static void transcribeAll() throws Exception {
        float[] speech = Speech.samples();
        List<Object> command = new ArrayList<>(List.of("transcribe"));
        command.add(Sounds.wav(file("telephone"), 8_000, 1, Encoding.PCM_S16, Speech.halved(speech)));
        command.add(Sounds.wav(file("studio"), 192_000, 1, Encoding.PCM_S24, Speech.multiplied(speech, 12)));
        command.add(home.resolve("missing.wav"));
        command.add(Sounds.wav(file("cinema"), 16_000, 6, Encoding.PCM_S16, Sounds.spread(speech, 6)));
        command.add(Sounds.wav(file("float"), 16_000, 1, Encoding.FLOAT_32, speech));
        command.add(Sounds.wav(file("short"), Speech.part(9.3, 10.25)));
        mp3().ifPresent(command::add);
        transcripts = home.resolve("transcripts");
        command.addAll(List.of("-l", "en", "-o", transcripts + "/"));
        finished = ScribeCommand.in(home).run(command.toArray());
    }

    private static Path file(String name) {
        return home.resolve(name + ".wav");
    }

    private static Optional<Path> mp3() {
        try {
            return Optional.of(Corpus.require("jfk/jfk.mp3"));
        } catch (TestAbortedException e) {
            return Optional.empty(); // its own test says so
        }
    }

    @Test
    void saysWhichOneFailedAndDoesTheOthers() {
        assertThat(finished.exit()).as(finished.toString()).isEqualTo(1);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.linesAbout(home.resolve("missing.wav")))
                .singleElement()
                .asString()
                .contains("there is no such file")
                .endsWith("[source_not_found]");
    }

    @Test
    void hearsTelephoneSound() throws Exception {
        assertThat(heard("telephone")).isEqualTo(0);
    }

    @Test
    void hears192Kilohertz() throws Exception {
        assertThat(heard("studio")).isEqualTo(0);
    }

    @Test
    void hearsSixChannels() throws Exception {
        assertThat(heard("cinema")).isEqualTo(0);
    }

    @Test
    void hearsFloatingPoint() throws Exception {
        assertThat(heard("float")).isEqualTo(0);
    }

    @Test
    void hearsLessThanASecond() throws Exception {
        assertThat(text("short")).containsIgnoringCase("country");
    }

    @Test
    void hearsMp3() throws Exception {
        Corpus.require("jfk/jfk.mp3");
        assertThat(heard("jfk")).isEqualTo(0);
    }

    private static double heard(String name) throws IOException {
        return Speech.against(text(name), 1).rate();
    }

    private static String text(String name) throws IOException {
        assertThat(transcripts.resolve(name + ".txt")).as(finished.toString()).exists();
        return Files.readString(transcripts.resolve(name + ".txt"));
    }
}

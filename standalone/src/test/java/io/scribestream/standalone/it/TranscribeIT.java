package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.standalone.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scribe transcribe} with the shipped recording, and what it gives when it is asked once more. */
class TranscribeIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path home;

    private static ScribeCommand scribe;
    private static Finished first;

    @BeforeAll
    static void transcribeOnce() throws Exception {
        scribe = ScribeCommand.in(home);
        first = scribe.run("transcribe", Speech.file());
    }

    @Test
    void printsTheWordsAndNothingElse() {
        assertThat(first.exit()).as(first.toString()).isZero();
        assertThat(Speech.against(first.out(), 1).rate()).as(first.out()).isZero();
        assertThat(first.out()).endsWith(".\n").hasLineCount(1);
    }

    @Test
    void saysHowFarItIsOnStderr() {
        assertThat(first.err().lines()).allMatch(line -> line.matches("scribe: jfk\\.wav: 0:\\d\\d of 0:11.*"));
        assertThat(first.err()).isNotEmpty();
    }

    @Test
    void printsWhatIsStoredWhileAnotherProcessHoldsTheDataDirectory() throws Exception {
        Finished again;
        try (DataDirectory held = DataDirectory.lock(scribe.data(), "a test")) {
            assertThat(held.root()).isEqualTo(scribe.data());
            again = scribe.run("transcribe", Speech.file());
        }

        assertThat(again).isEqualTo(new Finished(0, first.out(), ""));
    }

    @Test
    void hearsAnewWhenAskedTo() throws Exception {
        Finished anew = scribe.run("transcribe", Speech.file(), "--again", "--quiet", "-f", "json");

        assertThat(anew.exit()).as(anew.toString()).isZero();
        assertThat(anew.err()).isEmpty();
        JsonNode transcript = JSON.readTree(anew.out());
        assertThat(transcript.path("job_id").asText()).as("a later try").matches("[0-9a-f]{32}\\.\\d+");
        assertThat(transcript.path("text").asText() + "\n").isEqualTo(first.out());
    }

    @Test
    void writesSubtitles() throws Exception {
        Finished srt = scribe.run("transcribe", Speech.file(), "-f", "srt");
        Finished vtt = scribe.run("transcribe", Speech.file(), "-f", "VTT");

        assertThat(srt.out())
                .startsWith("1\n00:00:00,")
                .contains(" --> 00:00:1")
                .doesNotContain("WEBVTT");
        assertThat(vtt.out()).startsWith("WEBVTT\n\n").contains(" --> 00:00:1");
        assertThat(srt.out().lines().filter(line -> !line.contains("-->"))).allMatch(line -> line.length() <= 42);
    }

    @Test
    void writesATable() throws Exception {
        Finished tsv = scribe.run("transcribe", Speech.file(), "-f", "tsv");

        assertThat(tsv.out()).startsWith("start\tend\ttext\n");
        assertThat(tsv.out().lines()).allMatch(line -> line.split("\t").length == 3);
    }

    @Test
    void writesTheTimeOfEveryWord() throws Exception {
        Finished json = scribe.run("transcribe", Speech.file(), "-f", "json", "--words");

        JsonNode transcript = JSON.readTree(json.out());
        assertThat(transcript.path("language").asText()).isEqualTo("en");
        assertThat(transcript.path("duration").asDouble()).isEqualTo(11);
        JsonNode coverage = transcript.path("coverage");
        assertThat(coverage.path("transcribed").asDouble()
                        + coverage.path("silent").asDouble())
                .isBetween(10.99, 11.01);
        double before = 0;
        StringBuilder words = new StringBuilder();
        for (JsonNode segment : transcript.path("segments")) {
            for (JsonNode word : segment.path("words")) {
                assertThat(word.path("start").asDouble()).isGreaterThanOrEqualTo(before);
                assertThat(word.path("end").asDouble())
                        .isBetween(word.path("start").asDouble(), 11.0);
                before = word.path("start").asDouble();
                words.append(word.path("text").asText()).append(' ');
            }
        }
        assertThat(Speech.against(words.toString(), 1).rate())
                .as(words.toString())
                .isZero();
        assertThat(StreamSupport.stream(transcript.path("segments").spliterator(), false)
                        .filter(segment -> !segment.path("suppressed").isNull()))
                .isEmpty();
    }

    @Test
    void writesAFileInTheFormOfItsName() throws Exception {
        Path subtitles = home.resolve("new folder/talk.srt");

        Finished written = scribe.run("transcribe", Speech.file(), "-o", subtitles);

        assertThat(written).isEqualTo(new Finished(0, "", ""));
        assertThat(subtitles).content().startsWith("1\n00:00:00,");
    }

    @Test
    void makesTheFolderThatANameWithASlashStandsFor() throws Exception {
        Finished written = scribe.run("transcribe", Speech.file(), "-o", home.resolve("new") + "/");

        assertThat(written).isEqualTo(new Finished(0, "", ""));
        assertThat(home.resolve("new/jfk.txt")).hasContent(first.out());
    }

    @Test
    void writesTheOthersWhereOneCannotBeWritten() throws Exception {
        Path copy = Files.copy(Speech.file(), home.resolve("copy.wav"));
        Path folder = home.resolve("one in the way");
        Files.createDirectories(folder.resolve("jfk.txt"));

        Finished finished = scribe.run("transcribe", Speech.file(), copy, "-o", folder);

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(3);
        assertThat(finished.err())
                .startsWith("scribe: " + Speech.file() + ": cannot write " + folder.resolve("jfk.txt"))
                .endsWith(" [output_not_writable]\n")
                .hasLineCount(1);
        assertThat(folder.resolve("copy.txt")).hasContent(first.out());
    }

    @Test
    void namesFilesInAFolderAfterTheirRecordings() throws Exception {
        Path copy = Files.copy(Speech.file(), home.resolve("speech of 1961.wav"));
        Path folder = Files.createDirectory(home.resolve("transcripts"));

        Finished written = scribe.run("transcribe", Speech.file(), copy, "-o", folder);

        assertThat(written).as("both have the same content").isEqualTo(new Finished(0, "", ""));
        assertThat(folder.resolve("jfk.txt")).hasContent(first.out());
        assertThat(folder.resolve("speech of 1961.txt")).hasContent(first.out());
    }
}

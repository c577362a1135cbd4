package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.standalone.LongSpeech;
import io.scribestream.standalone.models.ModelFetcher;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stored transcript with a gap, as any run after the first prints it; the first one reports in the same way. */
class TranscribeGapsTest {

    private static final String FILE = LongSpeech.ONCE.toString();

    @TempDir
    Path data;

    @BeforeEach
    void storeATranscriptWithAGap() throws Exception {
        JobOptions options = new JobOptions("auto", "", false);
        LocalSettings settings =
                LocalSettings.of(Env.of(Map.of()), data, Env.of(Map.of()).text(Setting.WHISPER_MODEL), 0);
        LocalModel model = LocalModel.findQuietly(settings);
        String id = JobIds.of(ModelFetcher.sha256(LongSpeech.ONCE), options, model.sum());
        new TranscriptCache(data.resolve("transcripts"))
                .put(
                        id,
                        Transcript.newBuilder()
                                .setJobId(id)
                                .setSource(new Source(SourceKind.FILE, FILE, "jfk.wav", 1L, ""))
                                .setOptions(options)
                                .setText("And so")
                                .setSegments(List.of(Segment.newBuilder()
                                        .setStart(0)
                                        .setEnd(1)
                                        .setText("And so")
                                        .build()))
                                .setDurationSeconds(11)
                                .setCoverage(Coverage.newBuilder()
                                        .setGaps(List.of(new Gap(2.0, 9.0, "deadline", "Too slow.")))
                                        .build())
                                .build());
    }

    @Test
    void endsWithOneAndSaysWhatIsMissing() {
        Said said = transcribe();

        assertThat(said.exit()).as(said.err()).isEqualTo(ExitCodes.JOB_FAILED);
        assertThat(said.out()).isEqualTo("And so\n");
        assertThat(said.err()).isEqualTo("scribe: " + FILE + ": gap from 0:02 to 0:09: Too slow. [deadline]\n");
    }

    @Test
    void endsWithZeroWhereGapsAreAllowedAndSaysThemAllTheSame() {
        Said said = transcribe("--allow-gaps");

        assertThat(said.exit()).as(said.err()).isEqualTo(ExitCodes.DONE);
        assertThat(said.err()).contains("gap from 0:02 to 0:09").hasLineCount(1);
    }

    @Test
    void writesThemIntoTheTextWhereThatIsAskedFor() {
        assertThat(transcribe("--show-gaps").out()).isEqualTo("And so\n\n[gap 00:00:02-00:00:09: deadline]\n");
        assertThat(transcribe("-f", "vtt").out()).contains("NOTE gap 00:00:02.000 - 00:00:09.000 deadline\n");
    }

    private Said transcribe(String... options) {
        String[] command = new String[options.length + 4];
        System.arraycopy(new String[] {"transcribe", FILE, "--data", data.toString()}, 0, command, 0, 4);
        System.arraycopy(options, 0, command, 4, options.length);
        return Said.by(command);
    }
}

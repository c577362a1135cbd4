package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.renderers.Format;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPlanTest {

    @TempDir
    Path folder;

    @Test
    void printsOneRecordingUnlessAFileIsNamed() {
        assertThat(plan(List.of("talk.wav"), null)).containsExactly(Optional.empty());
        assertThat(plan(List.of("talk.wav"), "out.srt")).containsExactly(Optional.of(Path.of("out.srt")));
    }

    @Test
    void namesOutputsAfterTheirInputsWhereAFolderIsGiven() {
        assertThat(plan(List.of("in/talk.wav"), folder.toString()))
                .containsExactly(Optional.of(folder.resolve("talk.srt")));
        assertThat(plan(List.of("talk.wav"), folder + "/new/"))
                .as("what is not there yet is a file, unless it ends with a slash")
                .containsExactly(Optional.of(folder.resolve("new/talk.srt")));
        assertThat(plan(List.of("talk.wav"), folder + "/new")).containsExactly(Optional.of(folder.resolve("new")));
    }

    @Test
    void neverGivesTwoInputsOneOutput() {
        assertThat(plan(List.of("a/talk.wav", "b/talk.mp3", "c/talk.mp3", "noend"), folder.toString()))
                .extracting(place -> place.orElseThrow().getFileName().toString())
                .containsExactly("talk.srt", "talk.mp3.srt", "talk.mp3-2.srt", "noend.srt");
    }

    @Test
    void writesSeveralWithoutAFolderIntoTheOneWeAreIn() {
        assertThat(plan(List.of("a/one.wav", "b/two.wav"), null))
                .containsExactly(Optional.of(Path.of("one.srt")), Optional.of(Path.of("two.srt")));
    }

    private static List<Optional<Path>> plan(List<String> inputs, String output) {
        return OutputPlan.of(inputs.stream().map(Path::of).toList(), output, Format.SRT);
    }
}

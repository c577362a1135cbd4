package io.scribestream.renderers;

import static io.scribestream.renderers.Transcripts.spoken;
import static io.scribestream.renderers.Transcripts.suppressed;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoldenFilesTest {

    private static final Transcript TALK = Transcripts.of(
            List.of(
                    spoken(
                            0.5,
                            9.5,
                            "And so, my fellow Americans, ask not what your country can do for you;"
                                    + " ask what you can do for your country."),
                    spoken(9.6, 10.0, "Yes!"),
                    spoken(14.25, 16, "Tom & Jerry <b>met</b> --> here\tand\nthere."),
                    suppressed(17, 19, "Thanks for watching!", "no_speech"),
                    spoken(
                            48.5,
                            52,
                            "\u6211\u4eec\u4eca\u5929\u53bb\u56fe\u4e66\u9986\uff0c\u7136\u540e\u56de\u5bb6\u3002"),
                    spoken(3723.004, 3723.3, "End.")),
            3725.5,
            new Gap(20.0, 47.75, "engine_failed", "The engine could not hear it."));

    @ParameterizedTest
    @EnumSource
    void rendersTheTalkAsItsGoldenFileSays(Format format) throws IOException {
        String rendered = Renderers.render(TALK, format, RenderOptions.DEFAULT);

        assertThat(rendered).isEqualTo(golden("talk." + format.extension()));
    }

    @ParameterizedTest
    @EnumSource(names = "JSON")
    void rendersEveryWordWhereWordsAreAskedFor(Format format) throws IOException {
        Transcript small = Transcripts.of(List.of(spoken(0, 1, "Two words.")), 1);

        assertThat(Renderers.render(small, format, new RenderOptions(true, false)))
                .isEqualTo(golden("words.json"));
    }

    @Test
    void saysGapsInTheTextWhereTheyAreAskedFor() throws IOException {
        assertThat(Renderers.render(TALK, Format.TXT, new RenderOptions(false, true)))
                .isEqualTo(golden("gaps.txt"))
                .contains("\n[gap 00:00:20-00:00:47: engine_failed]\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"SRT", "TSV"})
    void hasNoPlaceForGapsWhereAPlayerWouldTakeThemForText(Format format) {
        assertThat(Renderers.render(TALK, format, new RenderOptions(false, true)))
                .isEqualTo(Renderers.render(TALK, format, RenderOptions.DEFAULT))
                .doesNotContain("engine_failed");
    }

    /** A reason from a later version, or from somebody else: it ends no note, begins no cue and no line. */
    @Test
    void holdsOneLineWhateverTheReasonOfAGapIs() {
        Transcript odd =
                Transcripts.of(List.of(spoken(0, 1, "Text.")), 9, new Gap(2.0, 3.0, "a\n\n00:01 --> 00:02\nb<c>", ""));

        assertThat(Renderers.render(odd, Format.VTT, RenderOptions.DEFAULT))
                .contains("\nNOTE gap 00:00:02.000 - 00:00:03.000 a 00:01 --&gt; 00:02 b&lt;c&gt;\n");
        assertThat(Renderers.render(odd, Format.TXT, new RenderOptions(false, true)))
                .contains("\n[gap 00:00:02-00:00:03: a 00:01 --> 00:02 b<c>]\n");
    }

    @Test
    void saysTheAccountToTheSampleAndWhatWasFixed() {
        Transcript transcript = Transcripts.of(List.of(spoken(0, 1, "Text.")), 2);
        transcript.setVersion(2);
        transcript.setFixed(List.of(new Gap(0.5, 0.75, "deadline", "Too slow.")));
        transcript.setCoverage(Coverage.newBuilder(transcript.getCoverage())
                .setSamples(32_001)
                .setTranscribedSamples(24_001)
                .setSuppressedSamples(8_000)
                .setDamagedSeconds(1.5)
                .setDamagedSamples(24_000)
                .setSuppressed(Map.of("repetition", 8_000L))
                .build());

        assertThat(Renderers.render(transcript, Format.JSON, RenderOptions.DEFAULT))
                .contains("\"damaged\" : 1.500", "\"suppressed_for\" : {", "\"repetition\" : 0.500")
                .contains("\"duration\" : 32001", "\"transcribed\" : 24001", "\"damaged\" : 24000", "\"rate\" : 16000")
                .contains("\"fixed\" : [ {", "\"start\" : 0.500", "\"reason\" : \"deadline\"");
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = GoldenFilesTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

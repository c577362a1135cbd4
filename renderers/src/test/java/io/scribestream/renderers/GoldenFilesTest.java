package io.scribestream.renderers;

import static io.scribestream.renderers.Transcripts.spoken;
import static io.scribestream.renderers.Transcripts.suppressed;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
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

        assertThat(Renderers.render(small, format, new RenderOptions(true))).isEqualTo(golden("words.json"));
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = GoldenFilesTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

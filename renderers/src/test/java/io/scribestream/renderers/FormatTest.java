package io.scribestream.renderers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.schemas.avro.Transcript;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormatTest {

    private static final Transcript NOTHING = Transcripts.of(List.of(), 0);

    @ParameterizedTest
    @EnumSource
    void readsItsOwnNameInAnyCase(Format format) {
        assertThat(Format.parse(format.extension())).isEqualTo(format);
        assertThat(Format.parse(format.name())).isEqualTo(format);
    }

    @Test
    void namesAllFormatsWhereOneIsNotKnown() {
        assertThatThrownBy(() -> Format.parse("docx"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no format 'docx'; there are txt, srt, vtt, json, tsv");
    }

    @Test
    void rendersARecordingWithoutSpeechAsAValidFile() {
        assertThat(Renderers.render(NOTHING, Format.TXT, RenderOptions.DEFAULT)).isEmpty();
        assertThat(Renderers.render(NOTHING, Format.SRT, RenderOptions.DEFAULT)).isEmpty();
        assertThat(Renderers.render(NOTHING, Format.VTT, RenderOptions.DEFAULT)).isEqualTo("WEBVTT\n");
        assertThat(Renderers.render(NOTHING, Format.TSV, RenderOptions.DEFAULT)).isEqualTo("start\tend\ttext\n");
    }
}

package io.scribestream.transcriber.engine.onnx.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.transcriber.engine.ggml.Dimensions;
import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void knowsThoseOfMultilingualModels() {
        Tokens tokens = tokens(51_865);

        assertThat(tokens)
                .isEqualTo(
                        new Tokens(50_257, 50_258, 50_259, 99, 50_358, 50_359, 50_360, 50_361, 50_362, 50_363, 50_364));
        assertThat(tokens.language("en")).hasValue(0);
        assertThat(tokens.language("su")).hasValue(98);
        assertThat(tokens.language("yue")).isEmpty();
        assertThat(tokens.code(2)).isEqualTo("de");
    }

    @Test
    void knowsThoseOfLargeV3WhichSpeaksCantonese() {
        Tokens tokens = tokens(51_866);

        assertThat(tokens.transcribe()).isEqualTo(50_360);
        assertThat(tokens.firstTime()).isEqualTo(50_365);
        assertThat(tokens.language("yue")).hasValue(99);
    }

    @Test
    void knowsThoseOfEnglishModels() {
        Tokens tokens = tokens(51_864);

        assertThat(tokens)
                .isEqualTo(
                        new Tokens(50_256, 50_257, 50_258, 0, 50_357, 50_358, 50_359, 50_360, 50_361, 50_362, 50_363));
        assertThat(tokens.language("en")).isEmpty();
    }

    @Test
    void tellsTextFromTimes() {
        Tokens tokens = tokens(51_865);

        assertThat(tokens.isText(50_256)).isTrue();
        assertThat(tokens.isText(50_257)).isFalse();
        assertThat(tokens.isTime(50_363)).isFalse();
        assertThat(tokens.isTime(50_364)).isTrue();
        assertThat(tokens.seconds(51_864)).isEqualTo(30);
    }

    @Test
    void refusesAVocabularyThatNoWhisperHas() {
        assertThatThrownBy(() -> tokens(52_000))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("52000 tokens");
    }

    private static Tokens tokens(int vocabulary) {
        return Tokens.of(new Dimensions(vocabulary, 1500, 512, 8, 6, 448, 512, 8, 6, 80));
    }
}

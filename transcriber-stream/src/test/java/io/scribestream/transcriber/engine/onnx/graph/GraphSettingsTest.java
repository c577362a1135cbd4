package io.scribestream.transcriber.engine.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.transcriber.engine.ggml.Dimensions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphSettingsTest {

    @Test
    void areThereForEveryWhisper() {
        assertThat(GraphSettings.of(Precision.INT8, dimensions(1500, 384, 6, 448))
                        .alignment())
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1500 | 384 | 12 | 448 | attention heads that are not 64 numbers wide",
                "1500 | 64 | 2 | 448 | attention heads that are not 64 numbers wide",
                "750 | 384 | 6 | 448 | an audio context of 750 where 30 s are 1500",
                "3000 | 384 | 6 | 448 | an audio context of 3000 where 30 s are 1500",
                "1500 | 384 | 6 | 8 | a text context of 8 tokens",
            })
    void sayWhatTheyCannotTake(int frames, int state, int heads, int context, String what) {
        assertThatThrownBy(() -> GraphSettings.of(Precision.INT8, dimensions(frames, state, heads, context)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("the model has " + what + ", which the engine onnx cannot take:"
                        + " use another model, or set WHISPER_ENGINE to whisper.cpp");
    }

    private static Dimensions dimensions(int frames, int state, int heads, int context) {
        return new Dimensions(51_865, frames, state, heads, 4, context, state, heads, 4, 80);
    }
}

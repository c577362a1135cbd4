package io.scribestream.transcriber.engine.whispercpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ParamsLayoutTest {

    @Test
    void hasTheSizesOfTheCompiledStructs() {
        assertThat(ParamsLayout.ALL).extracting(ParamsLayout::size).containsExactly(264, 296, 304);
    }

    @Test
    void putsFieldsWhereACompilerPutsThem() {
        assertThat(ParamsLayout.FIRST.at("language")).isEqualTo(96);
        assertThat(ParamsLayout.FIRST.at("entropy_thold")).isEqualTo(124);
        assertThat(ParamsLayout.FIRST.at("grammar_penalty")).isEqualTo(256);
        assertThat(ParamsLayout.WITH_CARRIED_PROMPT.at("language")).isEqualTo(104);
        assertThat(ParamsLayout.WITH_CARRIED_PROMPT.at("vad_threshold")).isEqualTo(280);
    }

    @Test
    void isFoundByTheDefaultsOfTheLibrary() {
        assertThat(ParamsLayout.fitting(defaults(ParamsLayout.FIRST), false)).contains(ParamsLayout.FIRST);
        assertThat(ParamsLayout.fitting(defaults(ParamsLayout.WITH_VAD), true)).contains(ParamsLayout.WITH_VAD);
        assertThat(ParamsLayout.fitting(defaults(ParamsLayout.WITH_CARRIED_PROMPT), true))
                .contains(ParamsLayout.WITH_CARRIED_PROMPT);
    }

    @Test
    void isNotFoundWhereTheDefaultsLieElsewhere() {
        assertThat(ParamsLayout.fitting(defaults(ParamsLayout.FIRST), true)).isEmpty();
        assertThat(ParamsLayout.fitting(defaults(ParamsLayout.WITH_CARRIED_PROMPT), false))
                .isEmpty();
    }

    @Test
    void knowsNoOtherField() {
        assertThatThrownBy(() -> ParamsLayout.FIRST.at("vad")).isInstanceOf(IllegalArgumentException.class);
    }

    private static ParamsLayout.Struct defaults(ParamsLayout layout) {
        ByteBuffer bytes = ByteBuffer.allocate(320).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(layout.at("n_threads"), 4)
                .putInt(layout.at("n_max_text_ctx"), 16384)
                .putFloat(layout.at("thold_pt"), 0.01f)
                .putLong(layout.at("language"), 0x7f0012345678L)
                .putFloat(layout.at("max_initial_ts"), 1f)
                .putFloat(layout.at("temperature_inc"), 0.2f)
                .putFloat(layout.at("entropy_thold"), 2.4f)
                .putFloat(layout.at("logprob_thold"), -1f)
                .putFloat(layout.at("grammar_penalty"), 100f);
        if (layout != ParamsLayout.FIRST) {
            bytes.putFloat(layout.at("vad_threshold"), 0.5f);
        }
        return new ParamsLayout.Struct() {
            @Override
            public int integer(int offset) {
                return bytes.getInt(offset);
            }

            @Override
            public float real(int offset) {
                return bytes.getFloat(offset);
            }

            @Override
            public long address(int offset) {
                return bytes.getLong(offset);
            }
        };
    }
}

package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientWeightsTest {

    private static ClientWeights of(String text) {
        return ClientWeights.from(Env.of(Map.of()).with(Setting.SCRIBE_CLIENT_WEIGHTS, text));
    }

    @Test
    void everyClientWeighsOneUntilSomebodySaysOtherwise() {
        assertThat(ClientWeights.from(Env.of(Map.of())).applyAsDouble("news")).isEqualTo(1);
    }

    @Test
    void readsWeightsByClient() {
        ClientWeights weights = of("news=3, archive=0.25");
        assertThat(weights.applyAsDouble("news")).isEqualTo(3);
        assertThat(weights.applyAsDouble("archive")).isEqualTo(0.25);
        assertThat(weights.applyAsDouble("other")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"news", "news=", "news=x", "=2", "news=0", "news=-1", "news=101", "news=NaN", "news=1e9"})
    void namesTheSettingAndTheEntryThatIsNoWeight(String entry) {
        assertThatThrownBy(() -> of("archive=1," + entry))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SCRIBE_CLIENT_WEIGHTS")
                .hasMessageContaining("'" + entry + "'")
                .hasMessageContaining("from 0.01 to 100");
    }

    @Test
    void refusesTwoWeightsOfOneClient() {
        assertThatThrownBy(() -> of("news=1,news=2")).hasMessageContaining("twice");
    }
}

package io.scribestream.chunker.cut;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CutSettingsTest {

    @Test
    void refusesAPauseBetweenLanguagesThatIsShorterThanThePadding() {
        assertThatThrownBy(() -> CutSettings.defaults().withApart(Duration.ofMillis(700)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a pause that ends a chunk");
    }
}

package io.scribestream.transcriber.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompressionTest {

    @Test
    void isHighForTextThatRepeatsItselfAndLowForSpeech() {
        assertThat(Compression.ratio("Thank you for watching. ".repeat(8))).isGreaterThan(2.4);
        assertThat(Compression.ratio("And so my fellow Americans ask not what your country can do for you ask what "
                        + "you can do for your country."))
                .isBetween(0.8, 2.0);
        assertThat(Compression.ratio("")).isZero();
    }
}

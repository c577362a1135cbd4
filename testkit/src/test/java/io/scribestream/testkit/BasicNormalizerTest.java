package io.scribestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BasicNormalizerTest {

    @Test
    void keepsAccentsAndDropsPunctuation() {
        assertThat(new BasicNormalizer().normalize("«Où est-ce ?» (rires) [bruit] Là-bas, ﬁn…"))
                .isEqualTo("où est ce là bas fin");
    }

    @Test
    void partsTheCharactersOfTextWithoutSpaces() {
        assertThat(BasicNormalizer.characters().words("你好，𠮷野 家")).containsExactly("你", "好", "𠮷", "野", "家");
    }

    @Test
    void countsCharactersInJapaneseAndWordsInGerman() {
        assertThat(Normalizer.of("ja").words("東京へ")).hasSize(3);
        assertThat(Normalizer.of("de").words("Größe, bitte")).containsExactly("größe", "bitte");
    }
}

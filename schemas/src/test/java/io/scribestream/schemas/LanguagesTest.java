package io.scribestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {

    @Test
    void knowsTheHundredLanguagesOfWhisperInItsOrder() {
        assertThat(Languages.codes())
                .hasSize(100)
                .startsWith("en", "zh", "de", "es")
                .endsWith("jw", "su", "yue");
    }

    @Test
    void hasAnEnglishNameForEveryCode() {
        assertThat(Languages.codes())
                .allSatisfy(code -> assertThat(Languages.name(code)).matches("[A-Z].+"));
        assertThat(Languages.name("ht")).isEqualTo("Haitian Creole");
        assertThat(Languages.name("yue")).isEqualTo("Cantonese");
    }

    @Test
    void refusesTheNameOfACodeThatIsNone() {
        assertThatThrownBy(() -> Languages.name("xx")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsAutoAndMultiAsChoicesButNotAsLanguages() {
        assertThat(Languages.isKnown(Languages.AUTO)).isFalse();
        assertThat(Languages.isChoice(Languages.AUTO)).isTrue();
        assertThat(Languages.isChoice(Languages.MULTI)).isTrue();
        assertThat(Languages.isChoice("de")).isTrue();
        assertThat(Languages.isChoice("")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "EN, en",
        "pt-BR, pt",
        "zh_Hans, zh",
        "deu, de",
        "fra, fr",
        "German, de",
        "ger, de",
        "engish, en",
        "atuo, auto",
        "mutli, multi",
        "Multi, multi",
        "portugese, pt",
        "hawai, haw"
    })
    void tellsWhatWasMeant(String written, String code) {
        assertThat(Languages.unknown(written))
                .isEqualTo("the language '" + written + "' is not known: did you mean '" + code + "'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "klingon", "?!", "12345"})
    void saysWhatIsAllowedWhereNothingIsNear(String written) {
        assertThat(Languages.unknown(written)).endsWith("use one of Whisper's codes (en, de, ...), auto or multi");
    }
}

package io.scribestream.transcriber.engine.onnx.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Repository;
import io.scribestream.transcriber.engine.ggml.Dimensions;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.ggml.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected was computed with tiktoken over the vocabularies of the model files. */
class TokenizerTest {

    private static final Tokenizer BASE = of(Repository.file("models/ggml-base-q8_0.bin"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ` And so my fellow Americans, ask not what your country` | 400 370 452 7177 6280 11 1029 406 437 428 1941
            ` don't we'll  two   spaces 1234 a1b2` | 500 380 321 603 220 732 220 220 7673 2272 12249 257 16 65 17
            ` Größe, naïve façade — „schön“ …` | 45778 11451 11 1667 15487 303 2050 1138 762 3466 1059 252 6145 3239 913 250 5799
            `我们今天讨论的是` | 15003 12074 7422 101 7422 118 24620
            `こんにちは、世界！` | 38088 1231 24486 171 120 223
            ` Привет, как дела? Ёж` | 38932 11 3014 46157 30 333 223 1820
            ` 🎵\u00a0nbsp\u3000wide  ` | 25674 126 254 77 22424 756 222 7990 220 220
            ` नमस्ते दुनिया` | 8485 101 48521 45938 27099 36158 21981 8485 99 8703 223 35082 33279 48268 17937
            `\t tab\r\n` | 197 4421 201 198
            `'s 'S 've` | 311 922 50 922 303
            ` <|endoftext|>` | 2627 91 3999 844 3828 91 29
            """)
    void writesTextAsTheReferenceDoes(String text, String ids) {
        assertThat(BASE.encode(text)).containsExactly(ids(ids));
    }

    @Test
    void knowsTheOtherVocabularyOfEnglishModels() {
        Tokenizer english = of(Corpus.requireShared("models/ggml-tiny.en-q8_0.bin"));

        assertThat(english.encode(" And so my fellow Americans <|endoftext|>"))
                .containsExactly(843, 523, 616, 5891, 3399, 1279, 91, 437, 1659, 5239, 91, 29);
        assertThat(NonSpeech.tokens(english))
                .hasSize(84)
                .contains(357, 366, 438)
                .endsWith(49_146);
    }

    @Test
    void beginsAPromptAsIfItHadBeenSaid() {
        assertThat(BASE.prompt("\nAnd so ")).containsExactly(400, 370);
        assertThat(BASE.prompt(" ")).isEmpty();
    }

    @Test
    void makesOneCharacterOfTokensThatEndInsideIt() {
        assertThat(BASE.bytes(7422)).containsExactly(0xe8, 0xae);
        assertThat(BASE.decode(7422, 101)).isEqualTo("讨");
        assertThat(BASE.decode(7422)).isEqualTo("\uFFFD");
    }

    @Test
    void readsNothingInTokensThatAreNoText() {
        assertThat(BASE.decode(50_258, 400, 50_257, 50_364, 51_864)).isEqualTo(" And");
    }

    @Property(tries = 300)
    void readsWhatItWrote(@ForAll String text) {
        String whole = new String(text.getBytes(UTF_8), UTF_8);

        assertThat(BASE.decode(BASE.encode(whole))).isEqualTo(whole);
    }

    /** The list that OpenAI's tokenizer makes, published with the weights too. */
    @Test
    void suppressesWhatTheReferenceSuppresses() {
        assertThat(NonSpeech.tokens(BASE))
                .containsExactly(ids(
                        "1 2 7 8 9 10 14 25 26 27 28 29 31 58 59 60 61 62 63 90 91 92 93 359 503 522 542 873 893 902"
                                + " 918 922 931 1350 1853 1982 2460 2627 3246 3253 3268 3536 3846 3961 4183 4667 6585 6647"
                                + " 7273 9061 9383 10428 10929 11938 12033 12331 12562 13793 14157 14635 15265 15618 16553"
                                + " 16604 18362 18956 20075 21675 22520 26130 26161 26435 28279 29464 31650 32302 32470"
                                + " 36865 42863 47425 49870 50254"));
    }

    @Test
    void refusesAVocabularyInWhichSomeTextCouldNotBeWritten() {
        Tokens tokens = Tokens.of(new Dimensions(51_865, 1500, 512, 8, 6, 448, 512, 8, 6, 80));

        assertThatThrownBy(() -> new Tokenizer(Vocabulary.of("a", "b"), tokens))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("the model's vocabulary has no token for the byte 0");
    }

    private static int[] ids(String written) {
        return Arrays.stream(written.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private static Tokenizer of(Path file) {
        try (GgmlModel model = GgmlModel.open(file)) {
            return new Tokenizer(model.vocabulary(), Tokens.of(model.dimensions()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

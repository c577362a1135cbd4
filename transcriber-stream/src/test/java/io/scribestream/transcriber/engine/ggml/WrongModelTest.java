package io.scribestream.transcriber.engine.ggml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.EnvironmentException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that begin like a model. Each says in a sentence what is wrong with it. */
class WrongModelTest {

    private static final String SOME = "decoder.blocks.0.mlp.0.weight";

    @TempDir
    Path folder;

    private final SmallModel model = new SmallModel();
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("small.bin");
    }

    @Test
    void isNoneOfThemWithoutAFault() throws Exception {
        try (GgmlModel whole = GgmlModel.open(model.write(file))) {
            assertThat(whole.tensor(SOME)).hasSize(4 * 32 * 32).containsOnly(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, vocabulary 0",
        "0, 2000000000, vocabulary 2000000000",
        "1, -1, audio context -1",
        "2, 64, audio state 64 and text state 32",
        "3, 5, audio heads 5",
        "4, 100000, audio layers 100000",
        "7, 0, text heads 0",
        "9, 0, mel bands 0",
    })
    void hasDimensionsThatNoNetworkHas(int place, int value, String what) throws Exception {
        model.dimensions[place] = value;

        assertSays("the model " + file + " has dimensions that no Whisper has (" + what + "): fetch it again");
    }

    @Test
    void lacksALayerThatItsDimensionsPromise() throws Exception {
        model.dimensions[8] = 2;

        assertSays("the model " + file + " lacks the weights decoder.blocks.1.attn_ln.weight: fetch it again");
    }

    @Test
    void hasWeightsOfAnotherSize() throws Exception {
        model.tensors.put(SOME, 32L);

        assertSays(
                "the model " + file + " has 32 weights " + SOME + " where its dimensions ask for 4096: fetch it again");
    }

    @Test
    void hasWeightsOfATypeThatNobodyKnows() throws Exception {
        model.types.put(SOME, 99);

        assertSays("the model " + file
                + " holds weights of a type (99) that is not known here: take its f16 or q8_0 file");
    }

    @Test
    void hasHalfABlock() throws Exception {
        model.types.put(SOME, 8);
        model.tensors.put(SOME, 33L);

        assertThatThrownBy(() -> GgmlModel.check(model.write(file)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageMatching(".*is damaged before byte \\d+: fetch it again");
    }

    @Test
    void hasWeightsThatOnlyTheOtherEngineUnpacks() throws Exception {
        model.types.put(SOME, 12);

        GgmlModel.check(model.write(file));
        try (GgmlModel opened = GgmlModel.open(file)) {
            assertThatThrownBy(() -> opened.tensor(SOME))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("the model " + file
                            + " holds weights of type q4_k, which this engine cannot read: take its f16 or q8_0 file");
        }
    }

    private void assertSays(String sentence) throws Exception {
        model.write(file);

        assertThatThrownBy(() -> GgmlModel.check(file))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(sentence);
    }
}

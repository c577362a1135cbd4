package io.scribestream.transcriber.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.runtime.RejectedException;
import io.scribestream.testkit.Corpus;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineContract;
import io.scribestream.transcriber.engine.EngineSettings.Device;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardWord;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.TestData;
import io.scribestream.transcriber.engine.Words;
import io.scribestream.transcriber.engine.onnx.graph.Precision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The real runtime with the real weights. */
class OnnxEngineTest extends EngineContract {

    @Override
    protected Engine load(int lanes) {
        return load(TestData.model(), lanes);
    }

    @Override
    protected int lanes() {
        return 8;
    }

    @Test
    void hearsTheSameInABatchAsOneByOne() {
        List<float[]> parts = IntStream.range(0, lanes())
                .mapToObj(i -> Arrays.copyOfRange(jfk, i * 4000, jfk.length - i * 9000))
                .toList();
        List<Heard> alone = parts.stream().map(this::english).toList();
        ExecutorService callers = Executors.newFixedThreadPool(lanes());
        try {
            List<CompletableFuture<Heard>> together = parts.stream()
                    .map(part -> CompletableFuture.supplyAsync(() -> english(part), callers))
                    .toList();

            for (int i = 0; i < lanes(); i++) {
                assertThat(Words.of(together.get(i).join())).isEqualTo(Words.of(alone.get(i)));
            }
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void hearsTheSameEachTimeItTriesHard() {
        assertThat(engine.hear(speech("en"), Effort.HARD, () -> false))
                .isEqualTo(engine.hear(speech("en"), Effort.HARD, () -> false));
    }

    @Test
    void hearsAShortChunkBesideLongOnesAsItDoesAlone() {
        float[] brief = Arrays.copyOf(jfk, 3 * Speech.SAMPLE_RATE);
        Heard alone = english(brief);
        Heard longAlone = english(jfk);
        ExecutorService callers = Executors.newFixedThreadPool(lanes());
        try {
            List<CompletableFuture<Heard>> others = IntStream.range(1, lanes())
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> english(jfk), callers))
                    .toList();
            CompletableFuture<Heard> together = CompletableFuture.supplyAsync(() -> english(brief), callers);

            assertThat(Words.of(together.join())).isEqualTo(Words.of(alone));
            for (CompletableFuture<Heard> other : others) {
                assertThat(Words.of(other.join())).isEqualTo(Words.of(longAlone));
            }
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void saysHowLikelyEachLanguageIsWhereItFindsItOut() {
        Heard heard = hear(speech("auto"));

        assertThat(heard.languages()).hasSize(99).containsKeys("en", "de", "haw");
        assertThat(heard.languages().get("en"))
                .isEqualTo(heard.languageProbability())
                .isGreaterThan(0.5f);
        assertThat(heard.languages().values().stream()
                        .mapToDouble(Float::doubleValue)
                        .sum())
                .isCloseTo(1, within(1e-3));
        assertThat(hear(speech("en")).languages()).isEmpty();
    }

    @Test
    void findsTheLanguageWhateverThePromptIsIn() {
        Heard heard = hear(new Speech(jfk, "auto", "Frag nicht, was dein Land für dich tun kann.", false));

        assertThat(heard.language()).isEqualTo("en");
    }

    @Test
    void writesWholeCharactersWhereTokensEndInsideOfThem() {
        for (String language : List.of("ja", "zh", "hi")) {
            Heard heard = hear(speech(language));

            assertThat(heard.segments()).isNotEmpty();
            assertThat(heard.segments()).allSatisfy(segment -> {
                assertThat(segment.text()).doesNotContain("\uFFFD");
                assertThat(segment.words().stream().map(HeardWord::text).collect(Collectors.joining()))
                        .isEqualTo(segment.text().replaceAll("\\s", ""));
            });
        }
    }

    @Test
    void hearsWithAModelThatKnowsEnglishOnly() {
        try (Engine english = load(Corpus.requireShared("models/ggml-tiny.en-q8_0.bin"), 1)) {
            Heard heard = english.hear(speech("auto"), Effort.GREEDY, () -> false);

            assertThat(Words.of(heard)).isEqualTo(Words.OF_JFK);
            assertThat(heard.language()).isEqualTo("en");
            assertThatThrownBy(() -> english.hear(speech("de"), Effort.GREEDY, () -> false))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("English only");
        }
    }

    @Test
    void hearsTheSameWithExactNumbers() {
        try (Engine exact = load(TestData.model(), 1, Precision.F32, 1)) {
            Heard heard = exact.hear(speech("auto"), Effort.GREEDY, () -> false);

            assertThat(Words.of(heard)).isEqualTo(Words.OF_JFK);
            assertThat(heard.languageProbability())
                    .isNotEqualTo(hear(speech("auto")).languageProbability())
                    .isCloseTo(hear(speech("auto")).languageProbability(), within(0.1f));
        }
    }

    @Test
    void followsSeveralTextsWhereABeamIsAskedFor() {
        try (Engine wide = load(TestData.model(), 3, Precision.INT8, 5)) {
            Heard alone = wide.hear(speech("en"), Effort.GREEDY, () -> false);
            List<Heard> together = IntStream.range(0, 3)
                    .mapToObj(i ->
                            CompletableFuture.supplyAsync(() -> wide.hear(speech("en"), Effort.GREEDY, () -> false)))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            assertThat(Words.of(alone)).isEqualTo(Words.OF_JFK);
            assertThat(alone).isEqualTo(engine.hear(speech("en"), Effort.HARD, () -> false));
            assertThat(together).extracting(Words::of).containsOnly(Words.OF_JFK);
        }
    }

    @Test
    void isSureThatSomebodySpeaks() {
        assertThat(hear(speech("en")).segments())
                .allSatisfy(segment -> assertThat(segment.noSpeechProbability()).isBetween(0f, 0.5f));
    }

    @Test
    void saysWhatItIs() {
        assertThat(engine.name()).startsWith("onnx 1.");
    }

    private Engine load(Path model, int lanes) {
        return load(model, lanes, Precision.INT8, 1);
    }

    private Engine load(Path model, int lanes, Precision precision, int beam) {
        return OnnxEngine.load(new OnnxConfig(model, lanes, 2, Device.CPU, precision, beam, cache));
    }

    private Heard english(float[] samples) {
        return hear(new Speech(samples, "en", "", false));
    }
}

package io.scribestream.transcriber.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.transcriber.engine.AbortedException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineSettings.Device;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardWord;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.whispercpp.Repository;
import io.scribestream.transcriber.engine.whispercpp.Words;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real runtime with the real weights. */
class OnnxEngineTest {

    private static final int LANES = 8;

    @TempDir
    static Path cache;

    private static float[] jfk;
    private static Engine engine;

    @BeforeAll
    static void load() {
        jfk = Repository.jfk();
        engine = OnnxEngine.load(config(LANES));
    }

    @AfterAll
    static void free() {
        engine.close();
    }

    @Test
    void hearsTheWordsInTheirLanguageAtTheirTimes() {
        Heard heard = hear(speech("auto"));

        assertThat(Words.of(heard)).isEqualTo(Words.OF_JFK);
        assertThat(heard.language()).isEqualTo("en");
        assertThat(heard.languageProbability()).isGreaterThan(0.9f).isLessThanOrEqualTo(1f);
        List<HeardWord> words = Words.timed(heard);
        assertThat(words).extracting(word -> Words.plain(word.text())).containsExactly(Words.OF_JFK.split(" "));
        assertMonotone(words);
        assertThat(words.get(0).start()).isCloseTo(0.3, within(0.3));
        assertThat(words.get(10).start()).as("first country").isCloseTo(5.9, within(0.6));
        assertThat(words.get(21).start()).as("last country").isCloseTo(9.9, within(0.6));
        assertThat(words).allSatisfy(word -> assertThat(word.probability()).isBetween(0.2f, 1f));
        assertThat(heard.segments()).allSatisfy(segment -> {
            assertThat(segment.probability()).isBetween(0.5f, 1f);
            assertThat(segment.noSpeechProbability()).isBetween(0f, 0.5f);
            assertThat(segment.text()).isEqualTo(segment.text().strip());
        });
    }

    @Test
    void hearsTheSameInABatchAsOneByOne() {
        List<float[]> parts = IntStream.range(0, LANES)
                .mapToObj(i -> Arrays.copyOfRange(jfk, i * 4000, jfk.length - i * 9000))
                .toList();
        List<Heard> alone = parts.stream().map(OnnxEngineTest::hear).toList();
        ExecutorService callers = Executors.newFixedThreadPool(LANES);
        try {
            List<CompletableFuture<Heard>> together = parts.stream()
                    .map(part -> CompletableFuture.supplyAsync(() -> hear(part), callers))
                    .toList();

            for (int i = 0; i < LANES; i++) {
                assertThat(Words.of(together.get(i).join())).isEqualTo(Words.of(alone.get(i)));
            }
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void triesHarderWhenAsked() {
        Heard heard = engine.hear(speech("en"), Effort.HARD, () -> false);

        assertThat(Words.of(heard)).isEqualTo(Words.OF_JFK);
        assertThat(engine.hear(speech("en"), Effort.HARD, () -> false)).isEqualTo(heard);
    }

    @Test
    void stopsAfterTheStepAtHandWhenAsked() {
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> engine.hear(speech("en"), Effort.GREEDY, () -> asked.incrementAndGet() > 2))
                .isInstanceOf(AbortedException.class);
        assertThat(asked).as("not asked again once it said yes").hasValue(3);
    }

    @Test
    void takesSpellingFromThePrompt() {
        String prompt =
                "and so my fellow americans, all in lower case, no capitals here: ask not what your country can do."
                        + " americans, germans. 🎵 naïve 𠮷";

        assertThat(hear(new Speech(jfk, "en", prompt, false)).segments().get(0).text())
                .contains("fellow americans");
    }

    @Test
    void findsTheLanguageWhateverThePromptIsIn() {
        Heard heard = hear(new Speech(jfk, "auto", "Frag nicht, was dein Land für dich tun kann.", false));

        assertThat(heard.language()).isEqualTo("en");
    }

    @Test
    void keepsEnglishEnglishWhenTranslating() {
        assertThat(Words.of(hear(new Speech(jfk, "en", "", true)))).isEqualTo(Words.OF_JFK);
    }

    @Test
    void hearsNothingInSilence() {
        for (int seconds : List.of(0, 1, 5)) {
            Heard heard = hear(new Speech(new float[Speech.SAMPLE_RATE * seconds], "auto", "", false));

            assertThat(heard).isEqualTo(new Heard("en", 0f, List.of()));
        }
    }

    @Test
    void hearsAWordShorterThanASecond() {
        float[] country = Arrays.copyOfRange(jfk, (int) (9.75 * Speech.SAMPLE_RATE), (int) (10.6 * Speech.SAMPLE_RATE));

        Heard heard = hear(country);

        assertThat(Words.of(heard)).contains("country");
        assertThat(Words.timed(heard)).allSatisfy(word -> assertThat(word.end()).isLessThanOrEqualTo(0.85));
    }

    @Test
    void refusesALanguageThatTheModelDoesNotKnow() {
        for (String language : List.of("xx", "yue", "")) {
            assertThatThrownBy(() -> hear(speech(language)))
                    .isInstanceOfSatisfying(
                            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_LANGUAGE));
        }
    }

    @Test
    void refusesToHearOnceItIsClosed() {
        Engine other = OnnxEngine.load(config(1));

        other.close();
        other.close();

        assertThatThrownBy(() -> other.hear(speech("en"), Effort.GREEDY, () -> false))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the engine is closed");
    }

    @Test
    void saysWhatItIs() {
        assertThat(engine.name()).startsWith("onnx 1.");
        assertThat(engine.model()).isEqualTo("ggml-base-q8_0 364167dabed3");
        assertThat(engine.lanes()).isEqualTo(LANES);
    }

    private static void assertMonotone(List<HeardWord> words) {
        double before = 0;
        for (HeardWord word : words) {
            assertThat(word.start()).as(word.text()).isGreaterThanOrEqualTo(before);
            assertThat(word.end()).as(word.text()).isGreaterThan(word.start()).isLessThanOrEqualTo(11);
            before = word.end();
        }
    }

    private static OnnxConfig config(int lanes) {
        return new OnnxConfig(Repository.model(), lanes, 2, Device.CPU, cache);
    }

    private static Speech speech(String language) {
        return new Speech(jfk, language, "", false);
    }

    private static Heard hear(float[] samples) {
        return hear(new Speech(samples, "en", "", false));
    }

    private static Heard hear(Speech speech) {
        return engine.hear(speech, Effort.GREEDY, () -> false);
    }
}

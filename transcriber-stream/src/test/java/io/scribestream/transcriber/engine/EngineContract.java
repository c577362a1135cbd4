package io.scribestream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.transcriber.engine.Heard.HeardWord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every engine promises, held on the shipped weights and the shipped recording. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EngineContract {

    @TempDir
    protected static Path cache;

    protected final float[] jfk = TestData.jfk();
    protected Engine engine;

    /** Another one of its kind with the shipped weights; closed by whoever asks. */
    protected abstract Engine load(int lanes);

    protected abstract int lanes();

    @BeforeAll
    void load() {
        engine = load(lanes());
    }

    @AfterAll
    void free() {
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
            assertThat(segment.text()).isEqualTo(segment.text().strip());
        });
    }

    @Test
    void triesHarderWhenAsked() {
        Heard heard = engine.hear(speech("en"), Effort.HARD, () -> false);

        assertThat(Words.of(heard)).isEqualTo(Words.OF_JFK);
    }

    @Test
    void stopsAfterTheStepAtHandWhenAsked() {
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> engine.hear(speech("en"), Effort.GREEDY, () -> asked.incrementAndGet() > 2))
                .isInstanceOf(AbortedException.class);
        assertThat(asked).as("not asked again once it said yes").hasValue(3);
    }

    @Test
    void stopsAtOnceWhenAskedBeforeTheStart() {
        assertThatThrownBy(() -> engine.hear(speech("auto"), Effort.GREEDY, () -> true))
                .isInstanceOf(AbortedException.class);
    }

    @Test
    void handsOutWhatTheCallersQuestionThrows() {
        assertThatThrownBy(() -> engine.hear(speech("en"), Effort.GREEDY, () -> {
                    throw new IllegalStateException("the caller's");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the caller's");
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

        Heard heard = hear(new Speech(country, "en", "", false));

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
        Engine other = load(1);

        other.close();
        other.close();

        assertThatThrownBy(() -> other.hear(speech("en"), Effort.GREEDY, () -> false))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the engine is closed");
    }

    @Test
    void saysItsModelAndHowManyItHearsAtOnce() {
        assertThat(engine.model()).isEqualTo("ggml-base-q8_0 364167dabed3");
        assertThat(engine.lanes()).isEqualTo(lanes());
    }

    protected final Speech speech(String language) {
        return new Speech(jfk, language, "", false);
    }

    protected final Heard hear(Speech speech) {
        return engine.hear(speech, Effort.GREEDY, () -> false);
    }

    private static void assertMonotone(List<HeardWord> words) {
        double before = 0;
        for (HeardWord word : words) {
            assertThat(word.start()).as(word.text()).isGreaterThanOrEqualTo(before);
            assertThat(word.end()).as(word.text()).isGreaterThan(word.start()).isLessThanOrEqualTo(11);
            before = word.end();
        }
    }
}

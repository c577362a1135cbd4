package io.scribestream.transcriber.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.Reason;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityCheckTest {

    private static final String SENTENCE = "ask not what your country can do for you";

    @Test
    void trustsWhatPeopleSay() {
        assertThat(reasons(segment(SENTENCE, 4, 0.9))).containsExactly(Optional.empty());
        assertThat(reasons(segment("No, no, no, no!", 1.5, 0.8))).containsExactly(Optional.empty());
        assertThat(reasons(segment("Yes.", 0.2, 0.7))).containsExactly(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "and then and then and then and then and then and then and then and then",
                "the the the the the the the the the the the the the the",
                "I'm going to go to the store. I'm going to go to the store. I'm going to go to the store. "
                        + "I'm going to go to the store.",
                "ご視聴ありがとうございましたご視聴ありがとうございましたご視聴ありがとうございましたご視聴ありがとうございました"
            })
    void findsALoopInsideASegment(String text) {
        assertThat(reasons(segment(text, 15, 0.9))).containsExactly(Optional.of(Reason.REPETITION));
    }

    @Test
    void keepsTheGoodSegmentsOfAChunkThatEndsInALoop() {
        HeardSegment loop = segment("Thank you very much.", 2, 0.9);

        assertThat(reasons(segment(SENTENCE, 4, 0.9), loop, loop, loop, loop, loop))
                .startsWith(Optional.empty(), Optional.empty())
                .endsWith(Optional.of(Reason.REPETITION), Optional.of(Reason.REPETITION))
                .hasSize(6);
    }

    @Test
    void letsASegmentBeSaidThreeTimes() {
        HeardSegment chorus = segment("Never gonna give you up.", 2, 0.9);

        assertThat(reasons(chorus, chorus, chorus)).containsOnly(Optional.empty());
    }

    @Test
    void findsMoreWordsThanAnybodyCanSay() {
        assertThat(reasons(segment(SENTENCE + " " + SENTENCE.replace("ask", "tell"), 0.3, 0.9)))
                .containsExactly(Optional.of(Reason.TOO_FAST));
        assertThat(reasons(segment("我们今天要讨论的是关于人工智能在医疗领域中的应用和发展前景", 0.4, 0.9)))
                .containsExactly(Optional.of(Reason.TOO_FAST));
        assertThat(reasons(segment("我们今天要讨论的是关于人工智能在医疗领域中的应用和发展前景", 4, 0.9))).containsExactly(Optional.empty());
    }

    @Test
    void doesNotTrustFewWordsOverALongTimeThatTheModelIsUnsureOf() {
        assertThat(reasons(segment("Thank you.", 8, 0.45))).containsExactly(Optional.of(Reason.NO_SPEECH));
        assertThat(reasons(segment("Thank you.", 8, 0.9))).containsExactly(Optional.empty());
        assertThat(reasons(segment("Thank you.", 1, 0.45))).containsExactly(Optional.empty());
    }

    @Test
    void doesNotTrustTextThatTheModelHardlyBelievesIn() {
        assertThat(reasons(segment(SENTENCE, 4, 0.2))).containsExactly(Optional.of(Reason.LOW_CONFIDENCE));
    }

    @Test
    void believesTheModelThatThereIsNoSpeechWhereItIsUnsureOfTheTextToo() {
        assertThat(reasons(new HeardSegment(0, 2, "Okay, bye.", List.of(), 0.45f, 0.8f)))
                .containsExactly(Optional.of(Reason.NO_SPEECH));
        assertThat(reasons(new HeardSegment(0, 2, "Okay, bye.", List.of(), 0.9f, 0.8f)))
                .containsExactly(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[Music]", "(upbeat music)", "♪♪♪", "*sighs*", "...", "♪ la la ♪"})
    void doesNotTakeANoteAboutSoundForSpeech(String text) {
        assertThat(reasons(segment(text, 2, 0.9))).containsExactly(Optional.of(Reason.NO_SPEECH));
    }

    /** Texts that the base model wrote over recordings of a guitar, machines and a singer. */
    @Test
    void doesNotTrustWhatWasWrittenOverNoise() {
        assertThat(reasons(segment("Thank you.", 4, 0.485))).containsExactly(Optional.of(Reason.NO_SPEECH));
        assertThat(reasons(segment("you", 1.66, 0.046))).containsExactly(Optional.of(Reason.LOW_CONFIDENCE));
        assertThat(reasons(segment(".", 0.85, 0.031))).containsExactly(Optional.of(Reason.NO_SPEECH));
        assertThat(reasons(segment("I'm going to have to go.", 2, 0.276)))
                .containsExactly(Optional.of(Reason.LOW_CONFIDENCE));
        assertThat(reasons(segment("Yoh" + "-ho".repeat(200), 1.58, 0.894)))
                .containsExactly(Optional.of(Reason.REPETITION));
    }

    private static List<Optional<Reason>> reasons(HeardSegment... segments) {
        return QualityCheck.judge(List.of(segments)).stream()
                .map(Verdict::reason)
                .toList();
    }

    private static HeardSegment segment(String text, double seconds, double probability) {
        return new HeardSegment(0, seconds, text, List.of(), (float) probability, -1);
    }
}

package io.scribestream.transcriber;

import static io.scribestream.transcriber.Chunks.chunk;
import static io.scribestream.transcriber.FakeEngine.heard;
import static io.scribestream.transcriber.FakeEngine.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChunkHearingTest {

    private static final HeardSegment GOOD = segment(0, 0.9, "ask not what your country can do");
    private static final HeardSegment LOOP = segment(4, 0.9, "and then".concat(" and then".repeat(9)));
    private static final HeardSegment UNSURE = segment(4, 0.2, "whatever that was");

    private final FakeEngine engine = new FakeEngine();
    private final AtomicLong nanos = new AtomicLong();
    private final List<Duration> pauses = new ArrayList<>();
    private final ChunkHearing hearing = new ChunkHearing(engine, Duration.ofSeconds(60), nanos::get, pauses::add);

    @Test
    void hearsAGoodChunkOnce() {
        engine.answers(heard(GOOD));

        ChunkTranscript result = hearing.hear(chunk(7));

        assertThat(engine.efforts).containsExactly(Effort.GREEDY);
        assertThat(engine.heard.get(0).seconds()).isEqualTo(10);
        assertThat(engine.heard.get(0).prompt()).isEqualTo("Whittemore");
        assertThat(result.getIndex()).isEqualTo(7);
        assertThat(result.getClient()).isEqualTo("acme");
        assertThat(result.getForcedEnd()).isTrue();
        assertThat(result.getSourceSeconds()).isEqualTo(600);
        assertThat(result.getLanguageProbability()).isEqualTo(0.75f);
        assertThat(result.getAttempts()).isEqualTo(1);
        assertThat(result.getSegments().get(0).getStart()).isEqualTo(100);
        assertThat(result.getSegments().get(0).getLanguage()).isEqualTo("en");
    }

    @Test
    void keepsTheSecondAttemptWhereItIsBetter() {
        engine.answers(heard(GOOD, LOOP)).answers(heard(GOOD, segment(4, 0.8, "for you")));

        ChunkTranscript result = hearing.hear(chunk(0));

        assertThat(engine.efforts).containsExactly(Effort.GREEDY, Effort.HARD);
        assertThat(result.getAttempts()).isEqualTo(2);
        assertThat(texts(result)).containsExactly(GOOD.text(), "for you");
        assertThat(suppressed(result)).containsExactly("", "");
    }

    @Test
    void keepsTheGoodSegmentsOfTheFirstAttemptAndSuppressesTheBadOneWhereTheSecondIsWorse() {
        engine.answers(heard(GOOD, LOOP)).answers(heard()).answers(heard());

        ChunkTranscript result = hearing.hear(chunk(0));

        assertThat(texts(result)).containsExactly(GOOD.text(), LOOP.text());
        assertThat(suppressed(result)).containsExactly("", "repetition");
    }

    @Test
    void hearsAloneWhatALoopStandsInThePlaceOf() {
        engine.answers(heard(GOOD, LOOP)).answers(heard(GOOD, LOOP)).answers(heard(segment(0.5, 0.9, "for you")));

        ChunkTranscript result = hearing.hear(chunk(0));

        assertThat(engine.efforts).containsExactly(Effort.GREEDY, Effort.HARD, Effort.HARD);
        assertThat(engine.heard.get(2).seconds()).isEqualTo(10 - GOOD.end());
        assertThat(engine.heard.get(2).language()).isEqualTo("en");
        assertThat(result.getAttempts()).isEqualTo(3);
        assertThat(texts(result)).containsExactly(GOOD.text(), "for you");
        assertThat(suppressed(result)).containsExactly("", "");
        assertThat(result.getSegments().get(1).getStart()).isEqualTo(100 + GOOD.end() + 0.5);
    }

    @Test
    void hearsAgainWhatTheEngineIsNotSureOf() {
        engine.answers(heard(segment(0, 0.7, "ask nod what your country can do")))
                .answers(heard(GOOD));

        ChunkTranscript result = hearing.hear(chunk(0));

        assertThat(engine.efforts).containsExactly(Effort.GREEDY, Effort.HARD);
        assertThat(texts(result)).containsExactly(GOOD.text());
        assertThat(suppressed(result)).containsExactly("");
    }

    @Test
    void keepsTheFirstTextWhereTheEngineIsNoSurerOfTheSecond() {
        HeardSegment first = segment(0, 0.7, "ask not what your country can do");
        engine.answers(heard(first)).answers(heard(segment(0, 0.6, "ask nod what your country can do")));

        assertThat(texts(hearing.hear(chunk(0)))).containsExactly(first.text());
    }

    @Test
    void keepsTheFirstTextWhereTheSecondIsSurerOfFarLess() {
        HeardSegment first = segment(0, 0.7, "ask not what your country can do");
        engine.answers(heard(first)).answers(heard(segment(0, 0.9, "ask not what")));

        assertThat(texts(hearing.hear(chunk(0)))).containsExactly(first.text());
    }

    @Test
    void takesTheSecondTextWhereItIsSurerWithAWordLess() {
        engine.answers(heard(segment(0, 0.7, "ask not at what your country can do")))
                .answers(heard(GOOD));

        assertThat(texts(hearing.hear(chunk(0)))).containsExactly(GOOD.text());
    }

    @Test
    void doesNotHearUnsureTextAlone() {
        engine.answers(heard(GOOD, UNSURE)).answers(heard(GOOD, UNSURE));

        assertThat(suppressed(hearing.hear(chunk(0)))).containsExactly("", "low_confidence");
    }

    @Test
    void keepsTheFirstAttemptWhereTheSecondRunsOutOfTime() {
        engine.answers(heard(GOOD, UNSURE)).hearsUntilAborted(() -> nanos.addAndGet(1_000_000_000));

        ChunkTranscript result = hearing.hear(chunk(0));

        assertThat(result.getFailure()).isNull();
        assertThat(suppressed(result)).containsExactly("", "low_confidence");
        assertThat(result.getTookMillis()).isBetween(60_000L, 62_000L);
    }

    @Test
    void failsAChunkThatIsNotHeardInTime() {
        engine.hearsUntilAborted(() -> nanos.addAndGet(1_000_000_000));

        ChunkTranscript result = hearing.hear(chunk(3));

        assertThat(result.getIndex()).isEqualTo(3);
        assertThat(result.getSegments()).isEmpty();
        assertThat(result.getFailure().getReason()).isEqualTo("deadline");
        assertThat(result.getFailure().getMessage()).contains("60 s").contains("SCRIBE_CHUNK_DEADLINE");
    }

    @Test
    void failsAChunkThatTheEngineRefuses() {
        engine.throwsIt(new RejectedException(Reason.ENGINE_FAILED, "too strange"));

        assertThat(hearing.hear(chunk(0)).getFailure().getReason()).isEqualTo("engine_failed");
        assertThat(pauses).isEmpty();
    }

    @Test
    void triesAnUnavailableEngineAgainAfterAPause() {
        engine.throwsIt(new UnavailableException("busy"))
                .throwsIt(new UnavailableException("busy"))
                .answers(heard(GOOD));

        assertThat(hearing.hear(chunk(0)).getSegments()).hasSize(1);
        assertThat(pauses).hasSize(2).isSorted();
    }

    @Test
    void givesTheRecordBackWhereTheEngineStaysUnavailable() {
        UnavailableException gone = new UnavailableException("gone");
        engine.throwsIt(gone).throwsIt(gone).throwsIt(gone);

        assertThatThrownBy(() -> hearing.hear(chunk(0))).isSameAs(gone);
    }

    @Test
    void givesTheRecordBackWhenItIsStoppedWhileHearing() {
        engine.hearsUntilAborted(hearing::stop);

        assertThatThrownBy(() -> hearing.hear(chunk(0))).isInstanceOf(UnavailableException.class);
    }

    @Test
    void givesTheRecordBackWhenItIsStoppedInTheSecondAttempt() {
        engine.answers(heard(UNSURE)).hearsUntilAborted(hearing::stop);

        assertThatThrownBy(() -> hearing.hear(chunk(0))).isInstanceOf(UnavailableException.class);
    }

    @Test
    void hearsSilenceAsNoSegments() {
        engine.answers(new Heard("en", 1, List.of()));

        ChunkTranscript result = hearing.hear(chunk(0));

        assertThat(result.getSegments()).isEmpty();
        assertThat(result.getFailure()).isNull();
    }

    private static List<String> texts(ChunkTranscript result) {
        return result.getSegments().stream().map(Segment::getText).toList();
    }

    private static List<String> suppressed(ChunkTranscript result) {
        return result.getSegments().stream().map(Segment::getSuppressed).toList();
    }
}

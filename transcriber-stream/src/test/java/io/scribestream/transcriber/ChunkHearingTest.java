package io.scribestream.transcriber;

import static io.scribestream.transcriber.Chunks.chunk;
import static io.scribestream.transcriber.FakeEngine.heard;
import static io.scribestream.transcriber.FakeEngine.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkHearingTest {

    private static final HeardSegment GOOD = segment(0, 0.9, "ask not what your country can do");
    private static final HeardSegment LOOP = segment(4, 0.9, "and then".concat(" and then".repeat(9)));
    private static final HeardSegment UNSURE = segment(4, 0.2, "whatever that was");

    private static final UnavailableException AWAY = new UnavailableException("away");

    @TempDir
    private Path folder;

    private RoomUnderTest room;
    private FakeEngine engine;
    private ChunkHearing hearing;

    @BeforeEach
    void open() {
        room = new RoomUnderTest(folder);
        engine = room.engine;
        hearing = new ChunkHearing(room.room);
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void hearsAGoodChunkOnce() {
        engine.answers(heard(GOOD));

        ChunkTranscript result = hear(chunk(7));

        assertThat(engine.efforts).containsExactly(Effort.GREEDY);
        assertThat(engine.heard.get(0).seconds()).isEqualTo(10);
        assertThat(engine.heard.get(0).prompt()).isEqualTo("Whittemore");
        assertThat(result.getIndex()).isEqualTo(7);
        assertThat(result.getClient()).isEqualTo("acme");
        assertThat(result.getForcedEnd()).isTrue();
        assertThat(result.getSourceSeconds()).isEqualTo(600);
        assertThat(result.getLanguageProbability()).isEqualTo(0.75f);
        assertThat(result.getAttempts()).isEqualTo(1);
        assertThat(result.getGivenUp()).isEmpty();
        assertThat(result.getSegments().get(0).getStart()).isEqualTo(100);
        assertThat(result.getSegments().get(0).getLanguage()).isEqualTo("en");
    }

    @Test
    void keepsTheSecondAttemptWhereItIsBetter() {
        engine.answers(heard(GOOD, LOOP)).answers(heard(GOOD, segment(4, 0.8, "for you")));

        ChunkTranscript result = hear(chunk(0));

        assertThat(engine.efforts).containsExactly(Effort.GREEDY, Effort.HARD);
        assertThat(result.getAttempts()).isEqualTo(2);
        assertThat(texts(result)).containsExactly(GOOD.text(), "for you");
        assertThat(suppressed(result)).containsExactly("", "");
    }

    @Test
    void keepsTheGoodSegmentsOfTheFirstAttemptAndSuppressesTheBadOneWhereTheSecondIsWorse() {
        engine.answers(heard(GOOD, LOOP)).answers(heard()).answers(heard());

        ChunkTranscript result = hear(chunk(0));

        assertThat(texts(result)).containsExactly(GOOD.text(), LOOP.text());
        assertThat(suppressed(result)).containsExactly("", "repetition");
    }

    @Test
    void hearsAloneWhatALoopStandsInThePlaceOf() {
        engine.answers(heard(GOOD, LOOP)).answers(heard(GOOD, LOOP)).answers(heard(segment(0.5, 0.9, "for you")));

        ChunkTranscript result = hear(chunk(0));

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

        ChunkTranscript result = hear(chunk(0));

        assertThat(engine.efforts).containsExactly(Effort.GREEDY, Effort.HARD);
        assertThat(texts(result)).containsExactly(GOOD.text());
        assertThat(suppressed(result)).containsExactly("");
    }

    @Test
    void keepsTheFirstTextWhereTheEngineIsNoSurerOfTheSecond() {
        HeardSegment first = segment(0, 0.7, "ask not what your country can do");
        engine.answers(heard(first)).answers(heard(segment(0, 0.6, "ask nod what your country can do")));

        assertThat(texts(hear(chunk(0)))).containsExactly(first.text());
    }

    @Test
    void keepsTheFirstTextWhereTheSecondIsSurerOfFarLess() {
        HeardSegment first = segment(0, 0.7, "ask not what your country can do");
        engine.answers(heard(first)).answers(heard(segment(0, 0.9, "ask not what")));

        assertThat(texts(hear(chunk(0)))).containsExactly(first.text());
    }

    @Test
    void takesTheSecondTextWhereItIsSurerWithAWordLess() {
        engine.answers(heard(segment(0, 0.7, "ask not at what your country can do")))
                .answers(heard(GOOD));

        assertThat(texts(hear(chunk(0)))).containsExactly(GOOD.text());
    }

    @Test
    void doesNotHearUnsureTextAlone() {
        engine.answers(heard(GOOD, UNSURE)).answers(heard(GOOD, UNSURE));

        assertThat(suppressed(hear(chunk(0)))).containsExactly("", "low_confidence");
    }

    @Test
    void keepsTheFirstAttemptWhereTheSecondRunsOutOfTime() {
        engine.answers(heard(GOOD, UNSURE)).hearsUntilAborted(room::second);

        ChunkTranscript result = hear(chunk(0));

        assertThat(result.getFailure()).isNull();
        assertThat(suppressed(result)).containsExactly("", "low_confidence");
        assertThat(result.getGivenUp()).isEqualTo("deadline");
        assertThat(result.getTookMillis()).isBetween(60_000L, 62_000L);
    }

    @Test
    void failsAChunkThatIsNotHeardInTime() {
        engine.hearsUntilAborted(room::second);

        ChunkTranscript result = hear(chunk(3));

        assertThat(result.getIndex()).isEqualTo(3);
        assertThat(result.getSegments()).isEmpty();
        assertThat(result.getFailure().getReason()).isEqualTo("deadline");
        assertThat(result.getFailure().getMessage()).contains("60 s").contains("SCRIBE_CHUNK_DEADLINE");
    }

    @Test
    void failsAChunkThatTheEngineRefuses() {
        engine.throwsIt(new RejectedException(Reason.ENGINE_FAILED, "too strange"));

        assertThat(hear(chunk(0)).getFailure().getReason()).isEqualTo("engine_failed");
        assertThat(room.pauses).isEmpty();
    }

    @Test
    void triesAnUnavailableEngineAgainAfterAPause() {
        engine.throwsIt(AWAY).throwsIt(AWAY).answers(heard(GOOD));

        Hearing result = hearing.hear(chunk(0), "0:1");

        assertThat(result.transcript().getSegments()).hasSize(1);
        assertThat(result.calls()).isEqualTo(3);
        assertThat(Duration.ofNanos(room.nanos.get()))
                .as("one second and two, more or less")
                .isBetween(Duration.ofMillis(2200), Duration.ofMillis(3800));
    }

    @Test
    void waitsForAnEngineThatIsAwayForLongAndGoesOnByItself() {
        for (int i = 0; i < 5; i++) {
            engine.throwsIt(AWAY);
        }
        engine.answers(heard(GOOD));

        Hearing result = hearing.hear(chunk(0), "0:1");

        assertThat(result.transcript().getFailure()).isNull();
        assertThat(result.calls()).as("none while the breaker was open").isEqualTo(6);
        assertThat(Duration.ofNanos(room.nanos.get())).isGreaterThan(Duration.ofSeconds(60));
    }

    @Test
    void givesTheRecordBackWhereTheEngineStaysAwayForMinutes() {
        engine.always(abort -> {
            throw AWAY;
        });

        assertThatThrownBy(() -> hear(chunk(0)))
                .isInstanceOfSatisfying(
                        UnavailableException.class, e -> assertThat(e.isHeld()).isTrue());
        assertThat(Duration.ofNanos(room.nanos.get())).isBetween(EngineRoom.PATIENCE, Duration.ofMinutes(6));
        assertThat(engine.efforts.size()).isLessThan(20);
    }

    @Test
    void keepsTheFirstAttemptWhereTheEngineIsAwayForTheSecond() {
        engine.answers(heard(GOOD, UNSURE)).always(abort -> {
            throw AWAY;
        });

        assertThat(suppressed(hear(chunk(0)))).containsExactly("", "low_confidence");
        assertThat(Duration.ofNanos(room.nanos.get()))
                .as("it does not wait for the breaker")
                .isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void hearsNothingOfAJobThatIsOver() {
        room.jobEnds("job-1");

        Hearing result = hearing.hear(chunk(3), "0:1");

        assertThat(result.transcript().getFailure().getReason()).isEqualTo("cancelled");
        assertThat(result.transcript().getIndex()).isEqualTo(3);
        assertThat(result.calls()).isZero();
        assertThat(engine.efforts).isEmpty();
    }

    @Test
    void endsACallWhoseJobEnds() {
        engine.hearsUntilAborted(() -> room.jobEnds("job-1"));

        assertThat(hear(chunk(0)).getFailure().getReason()).isEqualTo("cancelled");
    }

    @Test
    void keepsNoTextOfAJobThatEndsDuringTheSecondAttempt() {
        engine.answers(heard(UNSURE)).hearsUntilAborted(() -> room.jobEnds("job-1"));

        ChunkTranscript result = hear(chunk(0));

        assertThat(result.getFailure().getReason()).isEqualTo("cancelled");
        assertThat(result.getSegments()).isEmpty();
    }

    @Test
    void waitsForNoEngineOnBehalfOfAJobThatEnds() {
        engine.does(abort -> {
            room.jobEnds("job-1");
            throw AWAY;
        });

        assertThat(hear(chunk(0)).getFailure().getReason()).isEqualTo("cancelled");
        assertThat(room.pauses).isEmpty();
    }

    @Test
    void notesInTheJournalWhatIsInTheEngine() {
        engine.does(abort -> {
            assertThat(room.inFlight()).containsExactly("job-1/7 0:1");
            return heard(GOOD);
        });

        assertThat(hear(chunk(7)).getSegments()).hasSize(1);
        assertThat(room.inFlight()).isEmpty();
    }

    @Test
    void doesNotTryAChunkAThirdTimeThatHungTheProcessTwice() throws Exception {
        for (int i = 0; i < 2; i++) {
            room.close();
            Files.writeString(folder.resolve("stuck"), "job-1/7 0:1");
            open();
        }

        Hearing result = hearing.hear(chunk(7), "0:1");

        assertThat(result.transcript().getFailure().getReason()).isEqualTo("engine_crashed");
        assertThat(result.calls()).isZero();
        engine.answers(heard(GOOD));
        assertThat(hearing.hear(chunk(7), "0:2").transcript().getSegments())
                .as("unless it is sent again")
                .hasSize(1);
    }

    @Test
    void keepsWhatIsHeldAgainstAChunkUntilItsLastAttemptIsOver() throws Exception {
        room.close();
        Files.writeString(folder.resolve("stuck"), "job-1/7 0:1");
        open();
        engine.answers(heard(UNSURE)).does(abort -> {
            assertThat(suspects()).contains("job-1/7 0:1");
            return heard(GOOD);
        });

        hear(chunk(7));

        assertThat(suspects()).isEmpty();
    }

    @Test
    void tellsTheWatchOfACallThatDoesNotEnd() {
        engine.does(abort -> {
            for (int i = 0; i < 121; i++) {
                room.second();
            }
            return heard(GOOD);
        });

        hear(chunk(7));

        assertThat(room.stuck).containsExactly("job-1/7 0:1");
    }

    @Test
    void givesTheRecordBackWhenItIsStoppedWhileHearing() {
        engine.hearsUntilAborted(hearing::stop);

        assertThatThrownBy(() -> hear(chunk(0))).isInstanceOf(UnavailableException.class);
    }

    @Test
    void givesTheRecordBackWhenItIsStoppedInTheSecondAttempt() {
        engine.answers(heard(UNSURE)).hearsUntilAborted(hearing::stop);

        assertThatThrownBy(() -> hear(chunk(0))).isInstanceOf(UnavailableException.class);
    }

    @Test
    void passesOnHowLikelyEachLanguageIs() {
        engine.answers(new Heard("en", 0.75f, Map.of("en", 0.75f, "de", 0.25f), List.of()));

        assertThat(hear(chunk(0)).getLanguages()).containsExactlyInAnyOrderEntriesOf(Map.of("en", 0.75f, "de", 0.25f));
    }

    @Test
    void hearsSilenceAsNoSegments() {
        engine.answers(new Heard("en", 1, List.of()));

        ChunkTranscript result = hear(chunk(0));

        assertThat(result.getSegments()).isEmpty();
        assertThat(result.getFailure()).isNull();
    }

    private ChunkTranscript hear(AudioChunk chunk) {
        return hearing.hear(chunk, "0:1").transcript();
    }

    private String suspects() {
        try {
            return Files.readString(folder.resolve("suspects"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(ChunkTranscript result) {
        return result.getSegments().stream().map(Segment::getText).toList();
    }

    private static List<String> suppressed(ChunkTranscript result) {
        return result.getSegments().stream().map(Segment::getSuppressed).toList();
    }
}

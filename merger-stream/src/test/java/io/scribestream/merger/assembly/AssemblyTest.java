package io.scribestream.merger.assembly;

import static io.scribestream.merger.Said.chunk;
import static io.scribestream.merger.Said.failedChunk;
import static io.scribestream.merger.Said.segment;
import static io.scribestream.merger.Said.sourceEnd;
import static io.scribestream.merger.Said.span;
import static io.scribestream.merger.Said.suppressed;
import static io.scribestream.merger.Said.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.SourceEnd;
import io.scribestream.schemas.avro.Transcript;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssemblyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void joinsTheTrustedSegmentsByASpace() {
        Transcript transcript = close(
                10,
                chunk("job-1", 0, 0, 2, "Hello there."),
                chunk(
                        "job-1",
                        1,
                        3,
                        9,
                        List.of(segment(3, 5, "General."), suppressed(5, 7, "la la la"), segment(7, 9, "Bye."))));

        assertThat(transcript.getText()).isEqualTo("Hello there. General. Bye.");
        assertThat(transcript.getSegments()).hasSize(4);
        assertThat(transcript.getEngine()).isEqualTo("whisper.cpp 1.7.1");
        assertThat(transcript.getProducer()).isEqualTo("scribestream test");
        assertThat(transcript.getMetadata()).containsEntry("note", "mine");
        assertThat(transcript.getCallback()).isEqualTo("https://example.org/hooks");
    }

    @Test
    void leavesOutSegmentsWithoutText() {
        Segment blank = segment(1, 2, "x");
        blank.setText(" ");

        Transcript transcript =
                close(10, chunk("job-1", 0, 0, 5, List.of(segment(0, 1, "one"), blank, segment(2, 3, "two"))));

        assertThat(transcript.getText()).isEqualTo("one two");
        assertThat(transcript.getSegments()).hasSize(2);
    }

    @Test
    void accountsForEverySecond() {
        Transcript transcript = close(
                20,
                chunk("job-1", 0, 1, 5, List.of(segment(1, 3, "said"), suppressed(3, 4, "doubted"))),
                failedChunk("job-1", 1, 6, 9, "engine_failed"));

        assertThat(transcript.getCoverage())
                .isEqualTo(Coverage.newBuilder()
                        .setTranscribedSeconds(3)
                        .setSilentSeconds(13)
                        .setSuppressedSeconds(1)
                        .setGapSeconds(3)
                        .setGaps(List.of(new Gap(6.0, 9.0, "engine_failed", "Why chunk 1 failed.")))
                        .setSamples(20 * 16_000)
                        .setTranscribedSamples(3 * 16_000)
                        .setSilentSamples(13 * 16_000)
                        .setSuppressedSamples(16_000)
                        .setGapSamples(3 * 16_000)
                        .setSuppressed(Map.of("repetition", 16_000L))
                        .build());
    }

    @Test
    void countsWhatADamagedSourceDeclaresBeyondItsEnd() {
        SourceEnd end = sourceEnd("job-1", 0, 10);
        end.setDeclaredSeconds(12.5);
        long notDamaged = new Assembly().close(end, "test", NOW).getCoverage().getDamagedSamples();
        end.setDamaged("The file promises 12.5 s of sound, 10.0 s came out.");

        Coverage coverage = new Assembly().close(end, "test", NOW).getCoverage();

        assertThat(notDamaged).as("not damaged: an estimate that was off").isZero();
        assertThat(coverage.getDamagedSeconds()).isEqualTo(2.5);
        assertThat(coverage.getDamagedSamples()).isEqualTo(40_000);
        assertThat(coverage.getSamples()).isEqualTo(160_000);
    }

    @Test
    void countsAStretchThatIsDoubtedTwiceForTheFirstReason() {
        Segment loop = suppressed(0, 3, "la la la");
        Segment silence = suppressed(2, 5, "thanks for watching");
        silence.setSuppressed("no_speech");

        Coverage coverage =
                close(10, chunk("job-1", 0, 0, 6, List.of(loop, silence))).getCoverage();

        assertThat(coverage.getSuppressed()).isEqualTo(Map.of("repetition", 3 * 16_000L, "no_speech", 2 * 16_000L));
        assertThat(coverage.getSuppressedSamples()).isEqualTo(5 * 16_000);
    }

    @Test
    void countsAnOverlapOnceAndAGapOnlyWhereNobodyHeardIt() {
        ChunkTranscript left = chunk("job-1", 0, 0, 10, "words that were heard");
        left.setForcedEnd(true);
        ChunkTranscript right = failedChunk("job-1", 1, 8, 20, "deadline");
        right.setForcedStart(true);

        Coverage coverage = close(20, left, right).getCoverage();

        assertThat(coverage.getTranscribedSeconds()).isEqualTo(10);
        assertThat(coverage.getGaps()).extracting(Gap::getStart, Gap::getEnd).containsExactly(tuple(10.0, 20.0));
    }

    @Test
    void makesOneGapOfChunksThatFailedSideBySide() {
        Coverage coverage = close(
                        30,
                        chunk("job-1", 0, 0, 5, "words"),
                        failedChunk("job-1", 1, 5, 10, "deadline"),
                        failedChunk("job-1", 2, 10, 15, "deadline"))
                .getCoverage();

        assertThat(coverage.getGaps()).hasSize(1);
        assertThat(coverage.getGapSeconds()).isEqualTo(10);
    }

    @Test
    void givesTheLanguageOfMostOfTheSpeech() {
        Segment german = segment(0, 6, "Guten Tag");
        german.setLanguage("de");
        SourceEnd end = sourceEnd("job-1", 1, 10);
        end.setLanguage("");

        Transcript transcript = close(end, chunk("job-1", 0, 0, 10, List.of(german, segment(6, 9, "hello"))));

        assertThat(transcript.getLanguage()).isEqualTo("de");
        assertThat(transcript.getLanguageProbability()).isEqualTo(0.75f);
    }

    @Test
    void movesAWordThatIsALittleOutsideOfItsChunkIntoIt() {
        Transcript transcript = close(10, chunk("job-1", 0, 8, 10, List.of(segment(List.of(word("late", 9.5, 10.3))))));

        assertThat(transcript.getSegments().get(0).getEnd()).isEqualTo(10);
        assertThat(transcript.getSegments().get(0).getWords().get(0).getEnd()).isEqualTo(10);
    }

    @Test
    void refusesTextFarOutsideOfItsChunk() {
        assertThatThrownBy(() -> close(60, chunk("job-1", 0, 8, 10, List.of(segment(20, 21, "where")))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chunk 0 of job job-1")
                .hasMessageNotContaining("where");
    }

    @Test
    void refusesTextFarBehindTheEndOfTheSource() {
        assertThatThrownBy(() -> close(5, chunk("job-1", 0, 8, 10, "too late")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in a source of 5.0 s");
    }

    @Test
    void refusesToCloseWithAChunkMissing() {
        Assembly assembly = new Assembly();
        assembly.add(chunk("job-1", 0, 0, 1, "one"));

        assertThatThrownBy(() -> assembly.close(sourceEnd("job-1", 2, 9), "test", NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("job job-1 has 2 chunks, but 1 came");
        assertThatThrownBy(() -> assembly.add(chunk("job-1", 2, 5, 6, "three")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("chunk 2 of job job-1 came where chunk 1 should be");
    }

    @Test
    void mapsPausesBetweenTheSpansOfAChunkToSilence() {
        ChunkTranscript packed = chunk("job-1", 0, 0, 2, List.of(segment(0, 1, "one"), segment(8, 9, "two")));
        packed.setSpans(List.of(span(0, 2), span(7.5, 9.25)));

        Coverage coverage = close(10, packed).getCoverage();

        assertThat(coverage.getTranscribedSeconds()).isEqualTo(3.75, within(1e-9));
        assertThat(coverage.getSilentSeconds()).isEqualTo(6.25, within(1e-9));
    }

    private static Transcript close(double seconds, ChunkTranscript... chunks) {
        return close(sourceEnd("job-1", chunks.length, seconds), chunks);
    }

    private static Transcript close(SourceEnd end, ChunkTranscript... chunks) {
        Assembly assembly = new Assembly();
        List.of(chunks).forEach(assembly::add);
        return assembly.close(end, "scribestream test", NOW);
    }
}

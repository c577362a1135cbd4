package io.scribestream.chunker;

import static io.scribestream.chunker.ChunkerUnderTest.job;
import static io.scribestream.schemas.avro.EventType.RECOVERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.AudioChunk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Another process goes on from what this one committed. */
class ChunkerRestartTest extends ChunkerFlowCase {

    @Test
    void goesOnBehindTheLastChunkThatWasSentAfterARestart() {
        // Given
        use(ChunkerUnderTest.withWindow(3));
        chunker.submit("job-1", 6);
        byte[] expected = {1, 2, 3};
        assertThat(firstBytes(chunker)).containsExactly(expected);
        List<AudioChunk> out = chunker.unheard();
        // When
        chunker = chunker.restarted(3, jobId -> true);
        chunker.settle();
        // Then: the chunks that are out still hold their credits
        assertThat(chunker.chunks()).isEmpty();
        assertThat(chunker.events(RECOVERED)).singleElement().satisfies(event -> assertThat(event.getDetails())
                .containsEntry("index", "3")
                .containsEntry("progress", "0.175"));
        out.forEach(chunk -> chunker.hear(chunk, "en", 1));
        chunker.hearAll();
        assertThat(chunker.indexes("job-1")).containsExactly(3, 4, 5);
        assertThat(firstBytes(chunker)).containsExactly(4, 5, 6);
        assertThat(chunker.onlyEnd().getChunks()).isEqualTo(6);
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void saysWhatIsHeardAndNotWhatIsSentWhereItGoesOn() {
        use(ChunkerUnderTest.withWindow(3));
        chunker.submit("job-1", 10);
        chunker.hearNext();
        chunker.hearNext();
        chunker = chunker.restarted(3, jobId -> true);
        chunker.settle();
        // five of ten seconds are cut, and two of five chunks heard: a fifth of all
        assertThat(chunker.events(RECOVERED)).singleElement().satisfies(event -> {
            assertThat(event.getDetails()).containsEntry("progress", "0.450");
            assertThat(event.getMessage()).contains("45 %");
        });
    }

    @Test
    void countsCheckpointsAndWhatGoesOnFromThem() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Metrics.addRegistry(meters);
        try {
            use(ChunkerUnderTest.withWindow(3));
            chunker.submit("job-1", 6);
            assertThat(meters.counter("checkpoint.saves").count()).isGreaterThanOrEqualTo(1 + 3);
            assertThat(meters.counter("checkpoint.recoveries").count()).isZero();
            chunker = chunker.restarted(3, jobId -> true);
            chunker.settle();
            assertThat(meters.counter("checkpoint.recoveries").count()).isEqualTo(1);
        } finally {
            Metrics.removeRegistry(meters);
        }
    }

    @Test
    void waitsForResultsOnlyWhenTheEndWasSentBeforeTheRestart() {
        chunker.submit("job-1", 2);
        List<AudioChunk> out = chunker.unheard();
        chunker = chunker.restarted(3, jobId -> true);
        chunker.settle();
        out.forEach(chunk -> chunker.hear(chunk, "en", 1));
        assertThat(chunker.sources.opened).isEqualTo(1);
        assertThat(chunker.ends()).isEmpty();
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void sendsChunksAgainThatTheTopicMayHaveDroppedWhileTheProgramRested() {
        // Given
        use(ChunkerUnderTest.withWindow(3));
        chunker.sources.add("/audio/job-1", 5);
        chunker.submit(job("job-1", "auto").build());
        chunker.hear(chunker.chunks().get(0), "fr", 1);
        // When
        chunker = chunker.restarted(3, jobId -> true, Duration.ofDays(3));
        chunker.settle();
        // Then
        assertThat(chunker.indexes("job-1")).containsExactly(1);
        chunker.hear(chunker.chunks().get(0), "fr", 1);
        chunker.hearAll();
        assertThat(chunker.indexes("job-1")).containsExactly(1, 2, 3, 4);
        assertThat(chunker.onlyEnd().getChunks()).isEqualTo(5);
        assertThat(chunker.onlyEnd().getLanguage()).isEqualTo("fr");
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void sendsLostChunksAgainButNoSecondEnd() {
        chunker.submit("job-1", 3);
        chunker = chunker.restarted(3, jobId -> true, Duration.ofDays(3));
        chunker.hearAll();
        chunker.settle();
        chunker.hearAll();
        assertThat(chunker.indexes("job-1")).containsExactly(0, 1, 2);
        assertThat(chunker.ends()).isEmpty();
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void refusesToGoOnWithASourceThatBecameShorter() {
        use(ChunkerUnderTest.withWindow(3));
        chunker.submit("job-1", 6);
        chunker.sources.add("/audio/job-1", 2);
        chunker = chunker.restarted(100, jobId -> true);
        chunker.settle();
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo(Reason.SOURCE_CHANGED.code());
    }

    @Test
    void leavesJobsAloneThatAreNotAdmittedUntilTheyAreSentAgainAndWanted() {
        // Given
        use(ChunkerUnderTest.withWindow(1));
        chunker.submit("job-1", 3);
        chunker.submit("job-2", 3);
        // When
        chunker = chunker.restarted(100, "job-2"::equals);
        chunker.settle();
        // Then
        assertThat(chunker.indexes("job-2")).isNotEmpty();
        assertThat(chunker.indexes("job-1")).isEmpty();
        assertThat(chunker.flow.store(Ledger.CURSORS).get("job-1")).isNotNull();
    }

    private static byte[] firstBytes(ChunkerUnderTest chunker) {
        List<AudioChunk> chunks = chunker.chunks();
        byte[] bytes = new byte[chunks.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = chunks.get(i).getPcm().get(0);
        }
        return bytes;
    }
}

package io.scribestream.chunker;

import static io.scribestream.chunker.ChunkerUnderTest.job;
import static io.scribestream.schemas.avro.EventType.LANGUAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.AudioChunk;
import org.junit.jupiter.api.Test;

/** The language that a job is asked for in, or that its first chunks are heard in. */
class ChunkerLanguageTest extends ChunkerFlowCase {

    @Test
    void theFirstTwoChunksVoteForTheLanguageOfTheRest() {
        // Given
        chunker.sources.add("/audio/job-1", 4);
        chunker.submit(job("job-1", "auto").build());
        assertThat(chunker.chunks()).extracting(AudioChunk::getLanguage).containsExactly("auto", "auto");
        // When
        chunker.hear(chunker.chunks().get(0), "de", 0.5);
        assertThat(chunker.chunks()).hasSize(2);
        chunker.hear(chunker.chunks().get(1), "fr", 0.9);
        // Then
        assertThat(chunker.chunks()).extracting(AudioChunk::getLanguage).containsExactly("auto", "auto", "fr", "fr");
        assertThat(chunker.events(LANGUAGE)).singleElement().satisfies(event -> assertThat(event.getDetails())
                .containsEntry("language", "fr"));
        assertThat(chunker.onlyEnd().getLanguage()).isEqualTo("fr");
    }

    @Test
    void theNextChunksVoteWhenTheFirstCouldNotBeHeard() {
        chunker.sources.add("/audio/job-1", 5);
        chunker.submit(job("job-1", "auto").build());
        chunker.failToHear(chunker.chunks().get(0));
        chunker.failToHear(chunker.chunks().get(1));
        assertThat(chunker.chunks()).hasSize(4);
        chunker.hear(chunker.chunks().get(2), "es", 0.8);
        chunker.hear(chunker.chunks().get(3), "es", 0.8);
        assertThat(chunker.chunks().get(4).getLanguage()).isEqualTo("es");
    }

    @Test
    void sendsTheEndOfAVeryShortSourceWithoutWaitingForTheVote() {
        chunker.sources.add("/audio/job-1", 1);
        chunker.submit(job("job-1", "auto").build());
        assertThat(chunker.onlyEnd().getLanguage()).isEmpty();
        chunker.hear(chunker.chunks().get(0), "de", 0.5);
        assertThat(chunker.events(LANGUAGE)).hasSize(1);
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void leavesEveryChunkItsOwnLanguageWhenAskedTo() {
        chunker.sources.add("/audio/job-1", 4);
        chunker.submit(job("job-1", "multi").build());
        assertThat(chunker.chunks()).hasSize(4).allSatisfy(chunk -> assertThat(chunk.getLanguage())
                .isEqualTo("auto"));
        assertThat(chunker.onlyEnd().getLanguage()).isEmpty();
    }

    @Test
    void endsAJobInALanguageThatDoesNotExist() {
        chunker.submit(job("job-1", "klingon").build());
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo(Reason.UNKNOWN_LANGUAGE.code());
        assertThat(chunker.onlyEnd().getFailure().getMessage()).contains("klingon");
        assertThat(chunker.sources.opened).isZero();
        assertThat(chunker.hasCursors()).isFalse();
    }
}

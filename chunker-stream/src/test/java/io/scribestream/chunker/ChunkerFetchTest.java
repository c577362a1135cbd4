package io.scribestream.chunker;

import static io.scribestream.chunker.ChunkerUnderTest.job;
import static io.scribestream.schemas.avro.EventType.FETCHING;
import static io.scribestream.schemas.avro.EventType.STARTED;
import static io.scribestream.schemas.avro.EventType.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.chunker.fetch.FakeRemote;
import io.scribestream.chunker.fetch.Spool;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Stage;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs whose sources lie on servers. */
class ChunkerFetchTest {

    private ChunkerUnderTest chunker = ChunkerUnderTest.withWindow(3);

    @AfterEach
    void close() {
        chunker.close();
    }

    private TranscriptionJob remote(String jobId, int chunks) {
        chunker.sources.add("https://host/" + jobId, chunks);
        return job(jobId)
                .setSource(new Source(SourceKind.HTTP, "https://host/" + jobId, jobId, -1L, ""))
                .build();
    }

    private Spool.Slot slot(String jobId) {
        return chunker.sources.spool.slot(jobId);
    }

    @Test
    void fetchesASourceBeforeItIsCutAndRemovesItWithItsJob() {
        chunker.submit(remote("job-1", 5));
        assertThat(slot("job-1").isWhole()).isTrue();
        chunker.hearAll();
        assertThat(chunker.indexes("job-1")).containsExactly(0, 1, 2, 3, 4);
        assertThat(chunker.eventTypes()).containsSubsequence(FETCHING, STARTED);
        assertThat(chunker.events(FETCHING)).singleElement().satisfies(event -> assertThat(event.getStage())
                .isEqualTo(Stage.FETCHING));
        chunker.flow.advance(Duration.ofSeconds(10));
        assertThat(slot("job-1").isWhole()).isFalse();
    }

    @Test
    void fetchesNothingTwiceAfterARestart() {
        chunker.submit(remote("job-1", 6));
        assertThat(chunker.unheard()).hasSize(3);
        chunker = chunker.restarted(9, jobId -> true);
        chunker.settle();
        assertThat(chunker.indexes("job-1")).containsExactly(3, 4, 5);
        assertThat(chunker.sources.remote.fetched).hasSize(1);
    }

    @Test
    void fetchesAgainWhatSomebodyTookOutOfTheSpool() {
        chunker.submit(remote("job-1", 6));
        chunker.sources.spool.remove("job-1");
        chunker = chunker.restarted(9, jobId -> true);
        chunker.settle();
        assertThat(chunker.indexes("job-1")).containsExactly(3, 4, 5);
        assertThat(chunker.sources.remote.fetched).hasSize(2);
    }

    @Test
    void triesAgainWhileTheServerDoesNotAnswer() {
        chunker.sources.remote.fails(
                "https://host/job-1", new UnavailableException("no answer"), new UnavailableException("no answer"));
        chunker.submit(remote("job-1", 2));
        chunker.settle();
        chunker.settle();
        assertThat(chunker.events(WAITING)).hasSize(2);
        assertThat(chunker.indexes("job-1")).containsExactly(0, 1);
    }

    @Test
    void givesUpAServerThatNeverAnswers() {
        RuntimeException[] failures = new RuntimeException[100];
        Arrays.setAll(failures, i -> new UnavailableException("no answer"));
        chunker.sources.remote.fails("https://host/job-1", failures);
        chunker.submit(remote("job-1", 2));
        for (int seconds = 0; seconds < 20 * 60; seconds++) {
            chunker.fetchers.drain();
            chunker.flow.advance(Duration.ofSeconds(1));
        }
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo("fetch_failed");
        assertThat(chunker.onlyEnd().getFailure().getMessage()).contains("15 minutes", "no answer");
    }

    @Test
    void waitsForRoomInTheSpoolAsLongAsItTakes() {
        RuntimeException[] failures = new RuntimeException[100];
        Arrays.setAll(failures, i -> FakeRemote.noRoom());
        chunker.sources.remote.fails("https://host/job-1", failures);
        chunker.submit(remote("job-1", 2));
        for (int minutes = 0; minutes < 4 * 60; minutes++) {
            chunker.fetchers.drain();
            chunker.flow.advance(Duration.ofMinutes(1));
        }
        chunker.settle();
        assertThat(chunker.events(WAITING)).hasSize(100).allMatch(event -> event.getMessage()
                .contains("No space left"));
        assertThat(chunker.indexes("job-1")).containsExactly(0, 1);
    }

    /** It was accepted, and where it lies is our affair. */
    @Test
    void waitsForTheStoreOfUploadsAsLongAsItTakes() {
        RuntimeException[] failures = new RuntimeException[100];
        Arrays.setAll(failures, i -> new UnavailableException("no answer"));
        chunker.sources.remote.fails("https://host/job-1", failures);
        TranscriptionJob upload = remote("job-1", 2);
        upload.getSource().setKind(SourceKind.UPLOAD);
        chunker.submit(upload);
        for (int minutes = 0; minutes < 4 * 60; minutes++) {
            chunker.fetchers.drain();
            chunker.flow.advance(Duration.ofMinutes(1));
        }
        chunker.settle();
        assertThat(chunker.indexes("job-1")).containsExactly(0, 1);
    }

    @Test
    void endsAJobWhoseSourceIsRefusedAtOnce() {
        chunker.sources.remote.fails(
                "https://host/job-1", new RejectedException(Reason.SOURCE_REFUSED, "not there, please"));
        chunker.submit(remote("job-1", 2));
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo("source_refused");
        assertThat(chunker.flow.deadLetters()).isEmpty();
    }

    @Test
    void refusesWhatIsNoAddress() {
        chunker.submit(job("job-1")
                .setSource(new Source(SourceKind.HTTP, "ftp://host/a.mp3", "a.mp3", -1L, ""))
                .build());
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo("invalid_job");
    }

    @Test
    void cancelsAJobWhoseSourceIsJustBeingFetched() {
        chunker.flow.send(Topics.JOBS, "job-1", remote("job-1", 2));
        chunker.flow.advance(Duration.ofMillis(100));
        chunker.order("job-1", Command.CANCEL);
        chunker.flow.advance(Duration.ofSeconds(10));
        assertThat(chunker.onlyEnd().getFailure().getReason()).isEqualTo("cancelled");
        assertThat(slot("job-1").isWhole()).isFalse();
        assertThat(chunker.chunks()).isEmpty();
    }

    /** The fetchers do nothing here, as if every server were slow. */
    @Test
    void aHundredSlowSourcesKeepNoFileFromBeingCut() {
        for (int i = 0; i < 100; i++) {
            chunker.flow.send(Topics.JOBS, "slow-" + i, remote("slow-" + i, 2));
        }
        chunker.sources.add("/audio/local", 2);
        chunker.flow.send(Topics.JOBS, "local", job("local").build());
        for (int round = 0; round < 5; round++) {
            chunker.pool.drain();
            chunker.flow.advance(Duration.ofMillis(100));
        }
        assertThat(chunker.indexes("local")).containsExactly(0, 1);
        // and all come in the end
        chunker.hearAll();
        for (int round = 0; round < 50; round++) {
            chunker.settle();
            chunker.hearAll();
        }
        assertThat(chunker.ends()).hasSize(101).allSatisfy(end -> assertThat(end.getFailure())
                .isNull());
    }

    @Test
    void leavesNothingInTheSpoolThatNoJobAskedForSinceTheStart() {
        Spool.Slot left = chunker.sources.spool.slot("left");
        left.begin("");
        left.append().close();
        left.finish();
        Spool next = new Spool(chunker.sources.folder);
        chunker.submit(remote("job-1", 20));
        next.slot("job-1");
        next.sweep();
        assertThat(left.isWhole()).isFalse();
        assertThat(slot("job-1").isWhole()).isTrue();
    }
}

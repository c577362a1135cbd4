package io.scribestream.chunker;

import static io.scribestream.chunker.ChunkerUnderTest.job;
import static io.scribestream.schemas.avro.EventType.REDRIVING;
import static io.scribestream.schemas.avro.EventType.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Redrive;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chunks that could not be heard are sent again when that is ordered, and no others. */
class RedriveTest {

    private ChunkerUnderTest chunker = ChunkerUnderTest.withWindow(100);

    @AfterEach
    void closesAllSources() {
        chunker.close();
        chunker.pool.drain();
        assertThat(chunker.sources.open).as("sources left open").isZero();
    }

    @Test
    void sendsOnlyWhatFailedAsItWasCutAtFirst() {
        // Given
        completed("job-1", 6, Set.of(1, 3));
        List<AudioChunk> first = chunker.chunks();
        int cut = chunker.sources.cut;
        // When
        chunker.order("job-1", Command.REDRIVE);
        // Then
        assertThat(sentBy(1)).extracting(AudioChunk::getIndex).containsExactly(1, 3);
        assertThat(sentBy(1))
                .extracting(AudioChunk::getPcm)
                .containsExactly(first.get(1).getPcm(), first.get(3).getPcm());
        assertThat(chunker.sources.cut - cut)
                .as("the rest of the source is left alone")
                .isEqualTo(4);
        assertThat(chunker.redrives()).containsExactly(new Redrive(1, List.of(1, 3), null));
        assertThat(chunker.ends()).as("no second end").hasSize(1);
        assertThat(chunker.events(REDRIVING)).singleElement().satisfies(event -> assertThat(event.getDetails())
                .containsEntry("redrive", "1")
                .containsEntry("chunks", "2"));
        assertThat(chunker.hasCursors()).isTrue();
        chunker.hearAll();
        assertThat(chunker.hasCursors()).isFalse();
        assertThat(chunker.flow.storeIsEmpty(Ledger.GAPPED)).isTrue();
    }

    @Test
    void takesLanguageAndPromptOfTheOrderElseThoseOfTheJob() {
        chunker.sources.add("/audio/job-1", 3);
        chunker.submit(
                job("job-1").setOptions(new JobOptions("auto", "names", false)).build());
        hear("fr", Set.of(2));

        chunker.order(order("job-1").setLanguage("de").setPrompt("").build());
        chunker.failToHear(sentBy(1).get(0));
        chunker.order("job-1", Command.REDRIVE);

        assertThat(sentBy(1)).singleElement().satisfies(chunk -> {
            assertThat(chunk.getLanguage()).isEqualTo("de");
            assertThat(chunk.getPrompt()).isEmpty();
        });
        assertThat(sentBy(2)).singleElement().satisfies(chunk -> {
            assertThat(chunk.getLanguage()).isEqualTo("fr");
            assertThat(chunk.getPrompt()).isEqualTo("names");
        });
    }

    @Test
    void sendsAgainNextTimeOnlyWhatFailedAgain() {
        completed("job-1", 6, Set.of(1, 3, 5));
        chunker.order("job-1", Command.REDRIVE);
        chunker.hear(sentBy(1).get(0), "en", 1);
        chunker.failToHear(sentBy(1).get(1));
        chunker.hear(sentBy(1).get(2), "en", 1);

        chunker.order("job-1", Command.REDRIVE);

        assertThat(sentBy(2)).extracting(AudioChunk::getIndex).containsExactly(3);
        assertThat(chunker.redrives()).extracting(Redrive::getNumber).containsExactly(1, 2);
    }

    @Test
    void goesOnWhereItWasAfterARestart() {
        completed("job-1", 6, Set.of(1, 3, 5));
        chunker = chunker.restarted(1, jobId -> true);
        chunker.settle();
        chunker.order("job-1", Command.REDRIVE);
        List<AudioChunk> out = chunker.unheard();
        assertThat(out).extracting(AudioChunk::getIndex).containsExactly(1);

        chunker = chunker.restarted(100, jobId -> true);
        chunker.settle();

        assertThat(sentBy(1)).extracting(AudioChunk::getIndex).containsExactly(3, 5);
        assertThat(chunker.redrives()).as("it was said before").isEmpty();
        out.forEach(chunk -> chunker.hear(chunk, "en", 1));
        chunker.hearAll();
        assertThat(chunker.hasCursors()).isFalse();
        assertThat(chunker.flow.storeIsEmpty(Ledger.GAPPED)).isTrue();
    }

    @Test
    void sendsAgainWhatTheTopicMayHaveDroppedInTheMeantime() {
        completed("job-1", 4, Set.of(1));
        chunker.order("job-1", Command.REDRIVE);

        chunker = chunker.restarted(100, jobId -> true, Duration.ofDays(3));
        chunker.settle();

        assertThat(sentBy(1)).extracting(AudioChunk::getIndex).containsExactly(1);
        chunker.hearAll();
        assertThat(chunker.hasCursors()).isFalse();
    }

    @Test
    void refusesInASentenceWhatCannotBeHeardAgain() {
        completed("whole", 2, Set.of());
        completed("hopeless", 2, Set.of(0, 1));
        completed("gaps", 3, Set.of(1));
        chunker.submit("running", 3);

        for (String jobId : List.of("nobody", "whole", "hopeless", "running")) {
            chunker.order(jobId, Command.REDRIVE);
        }
        chunker.order(order("gaps").setLanguage("klingon").build());
        chunker.order("gaps", Command.REDRIVE);
        chunker.order("gaps", Command.REDRIVE);

        assertThat(chunker.events(REFUSED))
                .extracting(JobEvent::getReason)
                .containsExactly(
                        "unknown_job", "no_gaps", "no_gaps", "still_running", "unknown_language", "still_running");
        assertThat(chunker.events(REFUSED)).allSatisfy(event -> {
            assertThat(event.getMessage()).isNotBlank();
            assertThat(event.getDetails()).containsEntry("command", "REDRIVE");
        });
        assertThat(chunker.events(REDRIVING)).hasSize(1);
        assertThat(chunker.flow.deadLetters()).isEmpty();
    }

    @Test
    void refusesAfterTheTranscriptIsGoneAndForgetsTheGapsWithTheJob() {
        completed("job-1", 3, Set.of(1));
        chunker.flow.advance(Topics.DONE.retention().plusHours(1));
        chunker.order("job-1", Command.REDRIVE);
        assertThat(chunker.events(REFUSED)).extracting(JobEvent::getReason).containsExactly("no_gaps");

        chunker.flow.advance(Topics.SEGMENTS.retention().plusDays(1));

        assertThat(chunker.flow.storeIsEmpty(Ledger.GAPPED)).isTrue();
    }

    @Test
    void givesUpWhereTheSourceIsGoneAndTakesTheOrderAgainWhenItIsBack() {
        completed("job-1", 4, Set.of(1, 2));
        chunker.sources.addFailing(
                "/audio/job-1", -1, () -> new RejectedException(Reason.SOURCE_NOT_FOUND, "there is no such file"));

        chunker.order("job-1", Command.REDRIVE);

        assertThat(chunker.redrives()).hasSize(2);
        assertThat(chunker.redrives().get(1).getFailure().getReason()).isEqualTo("source_not_found");
        assertThat(chunker.events(REFUSED)).singleElement().satisfies(event -> {
            assertThat(event.getReason()).isEqualTo("source_not_found");
            assertThat(event.getDetails()).containsEntry("redrive", "1");
        });
        assertThat(chunker.ends()).as("no second outcome").hasSize(1);
        assertThat(chunker.hasCursors()).isFalse();
        chunker.sources.add("/audio/job-1", 4);
        chunker.order("job-1", Command.REDRIVE);
        assertThat(sentBy(2)).extracting(AudioChunk::getIndex).containsExactly(1, 2);
    }

    @Test
    void countsNothingThatComesBackAfterItGaveUp() {
        chunker.close();
        chunker = ChunkerUnderTest.withWindow(1);
        completed("job-1", 4, Set.of(1, 2));
        chunker.order("job-1", Command.REDRIVE);
        AudioChunk out = sentBy(1).get(0);

        chunker.order("job-1", Command.CANCEL);
        chunker.order("job-1", Command.CANCEL);
        chunker.order("job-1", Command.REDRIVE);
        assertThat(chunker.redrives()).hasSize(2);
        assertThat(chunker.redrives().get(1).getFailure().getReason()).isEqualTo("cancelled");
        assertThat(chunker.events(REFUSED))
                .extracting(JobEvent::getReason)
                .containsExactly("cancelled", "cancelled", "still_running");
        chunker.hear(out, "en", 1);

        assertThat(chunker.ends()).as("no second outcome").hasSize(1);
        chunker.order("job-1", Command.REDRIVE);
        chunker.hearAll();
        assertThat(sentBy(2)).extracting(AudioChunk::getIndex).containsExactly(1, 2);
    }

    @Test
    void waitsForASourceThatIsNotThereNow() {
        completed("job-1", 3, Set.of(1));
        chunker.sources.addFailing("/audio/job-1", -1, () -> new UnavailableException("the disk is away"));
        chunker.order("job-1", Command.REDRIVE);
        assertThat(sentBy(1)).isEmpty();

        chunker.sources.add("/audio/job-1", 3);
        chunker.flow.advance(Duration.ofSeconds(60));
        chunker.settle();

        assertThat(sentBy(1)).extracting(AudioChunk::getIndex).containsExactly(1);
    }

    /** A late result of the first hearing is none of the second. */
    @Test
    void takesNoResultOfAnotherHearingForThatOfTheRedrive() {
        completed("job-1", 3, Set.of(1));
        AudioChunk first = chunker.chunks().get(1);
        chunker.order("job-1", Command.REDRIVE);

        chunker.hear(first, "en", 1);

        assertThat(chunker.hasCursors()).isTrue();
        chunker.hear(sentBy(1).get(0), "en", 1);
        assertThat(chunker.hasCursors()).isFalse();
    }

    private void completed(String jobId, int chunks, Set<Integer> failing) {
        chunker.submit(jobId, chunks);
        hear("en", failing);
    }

    private void hear(String language, Set<Integer> failing) {
        while (!chunker.unheard().isEmpty()) {
            AudioChunk next = chunker.unheard().get(0);
            if (failing.contains(next.getIndex())) {
                chunker.failToHear(next);
            } else {
                chunker.hear(next, language, 1);
            }
        }
    }

    private List<AudioChunk> sentBy(int redrive) {
        return chunker.chunks().stream()
                .filter(chunk -> chunk.getRedrive() == redrive)
                .toList();
    }

    private static JobCommand.Builder order(String jobId) {
        return JobCommand.newBuilder().setJobId(jobId).setCommand(Command.REDRIVE);
    }
}

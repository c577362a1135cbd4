package io.scribestream.testkit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceEnd;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.testkit.chaos.JobBook.Due;
import io.scribestream.testkit.chaos.JobBook.Entry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proof that could not fail proves nothing: each rule finds what breaks it. */
class RulesTest {

    private static final String JOB = Invented.jobName(7);
    private static final Source SOURCE = new Source(SourceKind.FILE, "/sources/a.wav", "a.wav", 1L, "");
    private static final String BUG = "IllegalStateException: a mistake";

    private final JobBook book = new JobBook();
    private final OnTopics topics = new OnTopics();
    private final Map<String, Transcript> undisturbed =
            Map.of("a", transcript(Invented.controlName(0), "control", "bakodi").build());

    @BeforeEach
    void send() {
        book.add(new Entry(JOB, "anna", "a", Due.TRANSCRIPT));
    }

    @Test
    void holdWhereAllIsWell() {
        allIsWell();

        assertThat(broken()).isEmpty();
    }

    @Test
    void findAJobWithoutAnOutcome() {
        result(0);
        event(EventType.COMPLETED, 1);

        assertThat(broken()).containsExactly(JOB + " has 0 transcripts and 0 failures");
    }

    @Test
    void findTwoOutcomes() {
        allIsWell();
        topics.add(JOB, failure("cancelled"));

        assertThat(broken()).contains(JOB + " has 1 transcripts and 1 failures");
    }

    @Test
    void findAFailureWhereATranscriptIsDue() {
        event(EventType.FAILED, -1);
        topics.add(JOB, failure("internal"));

        assertThat(broken()).containsExactly(JOB + " failed: internal, a reason");
    }

    @Test
    void findATranscriptOfWhatCannotBeHeard() {
        String refused = Invented.jobName(8);
        book.add(new Entry(refused, "anna", "a", Due.REFUSAL));
        allIsWell();
        allIsWell(refused);

        assertThat(broken()).containsExactly(refused + " has a transcript of what cannot be heard");
    }

    @Test
    void letACancelledJobEndEitherWayButNotOtherwise() {
        String cancelled = Invented.jobName(8);
        String unlucky = Invented.jobName(9);
        book.add(new Entry(cancelled, "anna", "a", Due.EITHER));
        book.add(new Entry(unlucky, "anna", "a", Due.EITHER));
        allIsWell();
        for (Map.Entry<String, String> job :
                Map.of(cancelled, "cancelled", unlucky, "internal").entrySet()) {
            topics.add(job.getKey(), failure(job.getKey(), job.getValue()));
            topics.add(job.getKey(), event(job.getKey(), EventType.FAILED, -1));
        }

        assertThat(broken()).containsExactly(unlucky + " was cancelled, and failed by internal");
    }

    @Test
    void findAChunkWithTwoResults() {
        allIsWell();
        result(0);

        assertThat(broken()).containsExactly(JOB + " has chunks with two results: [0, 0]");
    }

    @Test
    void findAChunkWithoutAResult() {
        topics.add(JOB, transcript(JOB, "anna", "bakodi").build());
        event(EventType.COMPLETED, 1);

        assertThat(broken()).containsExactly(JOB + " has 1 chunks, and results of []");
    }

    @Test
    void findASourceThatEndedTwice() {
        allIsWell();
        end();
        end();

        assertThat(broken()).containsExactly(JOB + " ended 2 times");
    }

    @Test
    void findSecondsThatNobodyAccountsFor() {
        result(0);
        event(EventType.COMPLETED, 1);
        topics.add(
                JOB,
                transcript(JOB, "anna", "bakodi")
                        .setCoverage(coverage(1.0, 0.5))
                        .build());

        assertThat(broken()).contains(JOB + " accounts for 1.5 s of 2.0");
    }

    @Test
    void findWordsThatDifferFromTheUndisturbedOnes() {
        result(0);
        event(EventType.COMPLETED, 1);
        topics.add(JOB, transcript(JOB, "anna", "bakoda").build());

        assertThat(broken()).singleElement().asString().contains("differs from the undisturbed transcript of a");
    }

    @Test
    void findWhatBelongsToAnotherJob() {
        allIsWell();
        topics.add(JOB, chunk(1, Invented.jobName(8), "anna"));

        assertThat(broken()).contains(JOB + " of anna has to do with [" + Invented.jobName(8) + "][]");
    }

    @Test
    void findWhatBelongsToAnotherClient() {
        result(0);
        event(EventType.COMPLETED, 1);
        topics.add(JOB, transcript(JOB, "bert", "bakodi").build());

        assertThat(broken()).containsExactly(JOB + " of anna has to do with [][bert]");
    }

    @Test
    void findAnEventUnderTheNameOfAnotherClient() {
        allIsWell();
        topics.add(
                JOB,
                JobEvent.newBuilder(event(JOB, EventType.CUT, -1))
                        .setClient("bert")
                        .build());

        assertThat(broken()).containsExactly(JOB + " of anna has to do with [][bert]");
    }

    @Test
    void findProgressThatGoesBack() {
        result(0);
        topics.add(JOB, transcript(JOB, "anna", "bakodi").build());
        event(EventType.PARTIAL, 0.7);
        event(EventType.PARTIAL, 0.6);
        event(EventType.COMPLETED, 1);

        assertThat(broken()).containsExactly(JOB + " goes back from 0.7 to 0.6 with PARTIAL");
    }

    @Test
    void findAnEndThatWasSaidTwice() {
        allIsWell();
        event(EventType.FAILED, -1);

        assertThat(broken()).containsExactly(JOB + " says 2 times that it ended");
    }

    @Test
    void findAChunkThatWasSaidToBeHeardTwice() {
        event(EventType.HEARD, -1);
        event(EventType.HEARD, -1);
        allIsWell();

        assertThat(broken()).containsExactly(JOB + " says twice that it heard chunk 0");
    }

    @Test
    void findJobsThatNobodySent() {
        allIsWell();
        topics.add("ghost", event("ghost", EventType.ACCEPTED, 0));
        topics.add("@registry@chunker", event("@registry@chunker", EventType.BREAKER, -1));

        assertThat(broken()).containsExactly("ghost is on the topics, but nobody sent it");
    }

    @Test
    void findDeadLetters() {
        allIsWell();
        topics.addDeadLetter(BUG);

        assertThat(broken()).containsExactly("a dead letter " + BUG);
    }

    @Test
    void findWhatIsLeftInTheStoresOfOpenJobs() {
        allIsWell();
        topics.row("cursors", JOB, new byte[1]);
        topics.row("cursors", "another", new byte[1]);
        topics.row("cursors", "another", null);

        assertThat(broken()).containsExactly("cursors still has [" + JOB + "]");
    }

    private List<String> broken() {
        return new Rules(book, topics, undisturbed).broken();
    }

    private void allIsWell() {
        allIsWell(JOB);
    }

    private void allIsWell(String jobId) {
        topics.add(jobId, chunk(jobId, 0, jobId, "anna"));
        topics.add(jobId, transcript(jobId, "anna", "bakodi").build());
        topics.add(jobId, event(jobId, EventType.COMPLETED, 1));
    }

    private void result(int index) {
        topics.add(JOB, chunk(index, JOB, "anna"));
    }

    private void event(EventType type, double progress) {
        topics.add(JOB, event(JOB, type, progress));
    }

    private void end() {
        TranscriptionJob job = TranscriptionJob.newBuilder()
                .setJobId(JOB)
                .setClient("anna")
                .setSource(SOURCE)
                .build();
        SourceEnd end = SourceEnd.newBuilder().setJob(job).setChunks(1).build();
        topics.add(
                JOB,
                ChunkTranscript.newBuilder()
                        .setJobId(JOB)
                        .setClient("anna")
                        .setIndex(-1)
                        .setSpans(List.of())
                        .setEnd(end)
                        .build());
    }

    private static ChunkTranscript chunk(int index, String name, String client) {
        return chunk(JOB, index, name, client);
    }

    private static ChunkTranscript chunk(String jobId, int index, String name, String client) {
        return ChunkTranscript.newBuilder()
                .setJobId(jobId)
                .setClient(client)
                .setIndex(index)
                .setSpans(List.of())
                .setSegments(List.of(segment(name, "bakodi")))
                .build();
    }

    private static Segment segment(String name, String word) {
        return Segment.newBuilder()
                .setStart(0)
                .setEnd(1)
                .setText(name + " x0123456789ab " + word)
                .build();
    }

    private static Coverage coverage(double transcribed, double silent) {
        return Coverage.newBuilder()
                .setTranscribedSeconds(transcribed)
                .setSilentSeconds(silent)
                .build();
    }

    private static Transcript.Builder transcript(String jobId, String client, String word) {
        return Transcript.newBuilder()
                .setJobId(jobId)
                .setClient(client)
                .setSource(SOURCE)
                .setText(jobId + " x0123456789ab " + word)
                .setSegments(List.of(segment(jobId, word)))
                .setOptions(JobOptions.newBuilder().build())
                .setDurationSeconds(2)
                .setCoverage(coverage(1.0, 1.0))
                .setChunks(1);
    }

    private static JobFailure failure(String reason) {
        return failure(JOB, reason);
    }

    private static JobFailure failure(String jobId, String reason) {
        Failure why = new Failure(reason, "a reason");
        return JobFailure.newBuilder()
                .setJobId(jobId)
                .setClient("anna")
                .setReason(why.getReason())
                .setMessage(why.getMessage())
                .build();
    }

    private static JobEvent event(String jobId, EventType type, double progress) {
        return JobEvent.newBuilder()
                .setEventId(jobId + "/" + type)
                .setJobId(jobId)
                .setClient("anna")
                .setType(type)
                .setProgress(progress)
                .setDetails(Map.of("chunkIndex", "0"))
                .build();
    }
}

package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.JOBS;
import static io.scribestream.ingest.ApiUnderTest.json;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.Stage;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeleteRouteTest extends ApiTest {

    @Test
    void removesAJobThatHasEndedWithAllThatWasKeptOfIt() throws Exception {
        api.flow.send(Topics.DONE, "job-1", Examples.withGap("job-1", 1));

        HttpResponse<String> answer = delete("/job-1");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(problem(api.get(JOBS + "/job-1"))).isEqualTo("404 unknown_job");
        assertThat(problem(api.get(JOBS + "/job-1/result"))).isEqualTo("404 unknown_job");
        assertThat(problem(delete("/job-1"))).isEqualTo("404 unknown_job");
        assertThat(json(api.get(JOBS)).path("jobs")).isEmpty();
        assertThat(api.flow.storeIsEmpty(BoardFlow.TRANSCRIPTS)).isTrue();
        assertThat(api.flow.storeIsEmpty(BoardFlow.TIMES)).isTrue();
        assertThat(api.uploadsOver).hasSize(1);
        assertThat(api.board().row("job-1").orElseThrow().getName()).isEmpty();
    }

    @Test
    void doesNotComeBackWithRecordsThatAreReadLater() throws Exception {
        api.flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "u", "words"));
        delete("/job-1");

        api.flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "u", "words"));
        api.flow.send(Topics.EVENTS, "job-1", event("job-1", Stage.TRANSCRIBING));

        assertThat(problem(api.get(JOBS + "/job-1"))).isEqualTo("404 unknown_job");
        assertThat(api.flow.storeIsEmpty(BoardFlow.TRANSCRIPTS)).isTrue();
        assertThat(json(api.get(JOBS)).path("jobs")).isEmpty();
    }

    @Test
    void isForgottenAlsoWhereABoardMadeAnewReadsTheOrderFirst() throws Exception {
        api.flow.send(Topics.CONTROL, "job-1", order("job-1", Command.REMOVE));
        api.flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "u", "words"));

        assertThat(problem(api.get(JOBS + "/job-1"))).isEqualTo("404 unknown_job");
    }

    @Test
    void bringsBackNoOutcomeThatIsOlderThanAnyOrderThatIsKept() throws Exception {
        api.flow.sendAt(
                Topics.DONE,
                "job-1",
                Examples.transcript("job-1", "u", "words"),
                api.flow.now().minus(BoardFlow.KEPT).minusMillis(1));
        assertThat(api.flow.storeIsEmpty(BoardFlow.ROWS)).isTrue();
        assertThat(Topics.CONTROL.retention()).isGreaterThanOrEqualTo(Topics.DONE.retention());
    }

    @Test
    void leavesNothingForEverOfWhatWasRemoved() throws Exception {
        api.flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "u", "words"));
        delete("/job-1");

        api.flow.advance(BoardFlow.KEPT.plusHours(2));

        assertThat(api.flow.storeIsEmpty(BoardFlow.ROWS)).isTrue();
    }

    @Test
    void endsAJobThatRuns() throws Exception {
        api.flow.send(Topics.EVENTS, "job-1", event("job-1", Stage.TRANSCRIBING));

        HttpResponse<String> answer = delete("/job-1");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).path("status_url").asText()).isEqualTo(JOBS + "/job-1");
        assertThat(ordered()).containsExactly(Command.CANCEL);
        assertThat(api.get(JOBS + "/job-1").statusCode()).isEqualTo(200);
    }

    @Test
    void removesNothingWhereOnlyWhatRunsIsMeant() throws Exception {
        api.flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "u", "words"));

        assertThat(problem(delete("/job-1?only=running"))).isEqualTo("409 already_ended");
        assertThat(problem(delete("/job-1?only=ended"))).isEqualTo("400 wrong_value");
        assertThat(problem(delete("/nobody"))).isEqualTo("404 unknown_job");
        assertThat(ordered()).isEmpty();
    }

    private HttpResponse<String> delete(String path) throws Exception {
        return api.ask("DELETE", JOBS + path, new byte[0]);
    }

    private List<Command> ordered() {
        return api.producer.history().stream()
                .map(record -> ((JobCommand) record.value()).getCommand())
                .toList();
    }

    private static JobCommand order(String id, Command command) {
        return JobCommand.newBuilder().setJobId(id).setCommand(command).build();
    }

    private static JobEvent event(String id, Stage stage) {
        return JobEvent.newBuilder()
                .setEventId(id)
                .setJobId(id)
                .setType(EventType.STARTED)
                .setStage(stage)
                .build();
    }
}

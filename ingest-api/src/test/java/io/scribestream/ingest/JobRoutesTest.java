package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.JOBS;
import static io.scribestream.ingest.ApiUnderTest.json;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobCommand;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is asked and ordered of a job that was taken in. */
class JobRoutesTest extends ApiTest {

    @Test
    void knowsAJobBeforeTheBoardHasHeardOfIt() throws Exception {
        String id = json(api.upload("talk.wav", "sound", Map.of())).path("id").asText();

        JsonNode status = json(api.get(JOBS + "/" + id));

        assertThat(status.path("state").asText()).isEqualTo("queued");
        assertThat(status.path("name").asText()).isEqualTo("talk.wav");
    }

    @Test
    void ordersThatAJobEnds() throws Exception {
        api.flow.send(Topics.EVENTS, "running", Examples.event("running", EventType.ACCEPTED, Map.of()));
        api.flow.send(Topics.DONE, "over", Examples.transcript("over", "upload-1", "ask not"));

        assertThat(api.delete(JOBS + "/running").statusCode()).isEqualTo(202);
        assertThat(problem(api.delete(JOBS + "/over?only=running"))).isEqualTo("409 already_ended");
        assertThat(problem(api.delete(JOBS + "/nobody"))).isEqualTo("404 unknown_job");

        assertThat(api.producer.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("transcription.control");
            assertThat(((JobCommand) record.value()).getCommand()).isEqualTo(Command.CANCEL);
        });
    }

    @Test
    void givesTheTranscriptInTheFormatThatIsAskedFor() throws Exception {
        api.flow.send(Topics.DONE, "job-1", Examples.transcript("job-1", "upload-1", "ask not"));

        HttpResponse<String> srt = api.get(JOBS + "/job-1/result?format=srt");

        assertThat(srt.statusCode()).isEqualTo(200);
        assertThat(srt.headers().firstValue("Content-Type")).hasValue("application/x-subrip; charset=utf-8");
        assertThat(srt.body()).contains("-->").contains("ask not");
        assertThat(problem(api.get(JOBS + "/job-1/result?format=doc"))).isEqualTo("400 unknown_format");
    }

    @Test
    void saysThatATranscriptIsNotReady() throws Exception {
        String id = json(api.upload("talk.wav", "sound", Map.of())).path("id").asText();

        HttpResponse<String> answer = api.get(JOBS + "/" + id + "/result");

        assertThat(problem(answer)).isEqualTo("409 not_ready");
    }

    @Test
    void saysTheGapsInATextWhereTheyAreAskedFor() throws Exception {
        api.flow.send(Topics.DONE, "job-1", Examples.withGap("job-1", 1));

        String result = JOBS + "/job-1/result?format=txt";
        assertThat(api.get(result).body()).doesNotContain("[gap");
        assertThat(api.get(result + "&gaps=true").body()).contains("[gap 00:00:02-00:00:03: deadline]");
    }

    @Test
    void ordersThatGapsAreHeardAgainWithTheOptionsGiven() throws Exception {
        api.flow.send(Topics.DONE, "job-1", Examples.withGap("job-1", 1));

        HttpResponse<String> answer = redrive("job-1", "{\"language\": \"de\", \"prompt\": \"\"}");
        redrive("job-1", "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(json(answer).path("version").asInt()).isEqualTo(1);
        assertThat(answer.headers().firstValue("Location")).hasValue(JOBS + "/job-1");
        assertThat(api.producer.history())
                .extracting(record -> record.topic() + " " + record.key())
                .containsOnly("transcription.control job-1");
        assertThat(api.producer.history())
                .extracting(record -> (JobCommand) record.value())
                .satisfiesExactly(
                        first -> {
                            assertThat(first.getCommand()).isEqualTo(Command.REDRIVE);
                            assertThat(first.getLanguage()).isEqualTo("de");
                            assertThat(first.getPrompt()).isEmpty();
                        },
                        second -> {
                            assertThat(second.getLanguage()).isEmpty();
                            assertThat(second.getPrompt()).isNull();
                        });
    }

    @Test
    void refusesInASentenceToHearAgainWhatHasNoGap() throws Exception {
        api.flow.send(Topics.DONE, "whole", Examples.transcript("whole", "upload-1", "all of it"));
        api.flow.send(Topics.DONE, "gaps", Examples.withGap("gaps", 1));
        api.flow.send(Topics.EVENTS, "running", Examples.event("running", EventType.ACCEPTED, Map.of()));

        assertThat(problem(redrive("nobody", ""))).isEqualTo("404 unknown_job");
        assertThat(problem(redrive("whole", ""))).isEqualTo("409 no_gaps");
        assertThat(problem(redrive("running", ""))).isEqualTo("409 still_running");
        assertThat(problem(redrive("gaps", "{\"language\": \"klingon\"}"))).isEqualTo("400 unknown_language");
        assertThat(problem(redrive("gaps", "{\"langauge\": \"de\"}"))).isEqualTo("400 unknown_field");
        assertThat(problem(redrive("gaps", "{\"prompt\": 7}"))).isEqualTo("400 wrong_value");
        assertThat(problem(redrive("gaps", "[]"))).isEqualTo("400 broken_body");
        assertThat(problem(redrive("gaps", "{"))).isEqualTo("400 broken_body");
        assertThat(problem(redrive("gaps", "{} {}"))).isEqualTo("400 broken_body");
        assertThat(problem(redrive("gaps", "{\"prompt\": \"" + "x".repeat(20_000) + "\"}")))
                .isEqualTo("413 too_large");
        api.flow.send(Topics.EVENTS, "gaps", Examples.event("gaps", EventType.REDRIVING, Map.of("redrive", "1")));
        assertThat(problem(redrive("gaps", ""))).isEqualTo("409 still_running");
        assertThat(api.producer.history()).isEmpty();
    }

    private HttpResponse<String> redrive(String id, String body) throws Exception {
        return api.post(JOBS + "/" + id + "/redrive", "application/json", body);
    }
}

package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who waits for a text while something happens to them, to the job or to the server. */
class OpenAiWaitingTest extends OpenAiRequests {

    @Test
    void cancelsTheJobOfAClientThatGoesAway() throws Exception {
        for (String stream : List.of("false", "true")) {
            try (Socket socket = send(TRANSCRIPTIONS, "", "model", "whisper-1", "stream", stream)) {
                Waiting.until("one follows", () -> api.live.open() == 1);
            }
            Waiting.until("nobody follows any more", () -> api.live.open() == 0);
        }
        Waiting.until("both jobs are cancelled", () -> orders().size() == 2);
        assertThat(orders()).extracting(JobCommand::getCommand).containsOnly(Command.CANCEL);
        assertThat(orders())
                .extracting(JobCommand::getJobId)
                .containsExactlyInAnyOrder(
                        jobs().get(0).getJobId(), jobs().get(1).getJobId());
    }

    @Test
    void givesTheJobAtOnceToAClientThatDoesNotWaitAndLeavesItAlone() throws Exception {
        HttpResponse<String> answer = client.send(
                form(TRANSCRIPTIONS, "model", "whisper-1")
                        .header("Prefer", "respond-async, wait=10")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("respond-async");
        String own = "/api/v1/transcriptions/" + job(0).getJobId();
        assertThat(answer.headers().firstValue("Location")).hasValue(own);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.path("status_url").asText()).isEqualTo(own);
        assertThat(body.path("result_url").asText()).isEqualTo(own + "/result");
        assertThat(body.path("events_url").asText()).isEqualTo(own + "/events");
        assertThat(api.live.open()).isZero();
        assertThat(orders()).isEmpty();
    }

    @Test
    void saysWhichJobGoesOnWhenTheServerIsStopped() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting = ask(TRANSCRIPTIONS, "model", "whisper-1");
        job(0);
        CompletableFuture<HttpResponse<String>> streaming = ask(TRANSCRIPTIONS, "model", "whisper-1", "stream", "true");
        job(1);
        Waiting.until("both wait", () -> api.live.open() == 2);

        api.stop();

        HttpResponse<String> answer = waiting.get(30, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(error(answer).path("code").asText()).isEqualTo("interrupted");
        assertThat(error(answer).path("message").asText())
                .contains(jobs().get(0).getJobId());
        assertThat(streaming.get(30, TimeUnit.SECONDS).body())
                .contains("\"interrupted\"")
                .contains(jobs().get(1).getJobId());
        assertThat(orders()).isEmpty();
    }

    @Test
    void keepsNoThreadForThoseWhoWait() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(ask(TRANSCRIPTIONS, "model", "whisper-1"));
            job(i);
        }
        Waiting.until("all of them wait", () -> api.live.open() == 100);
        Waiting.until("the server has few threads", () -> BoardApi.serverThreads() < 30);
        for (TranscriptionJob job : jobs()) {
            done(job, "text of " + job.getJobId());
        }
        for (int i = 0; i < 100; i++) {
            assertThat(asked.get(i).get(30, TimeUnit.SECONDS).body())
                    .contains("text of " + jobs().get(i).getJobId());
        }
    }

    @Test
    void waitsOnWhileTheBoardCannotBeAsked() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask(TRANSCRIPTIONS, "model", "whisper-1");
        TranscriptionJob job = job(0);
        Waiting.until("one follows", () -> api.live.open() == 1);
        api.boardAway(true);
        done(job, "ask not");
        Waiting.until("the board is asked in vain", () -> api.askedInVain() > 0);
        api.boardAway(false);

        assertThat(asked.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
}

package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Priority;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.schemas.avro.Word;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client of OpenAI is given for a recording. */
class OpenAiAnswersTest extends OpenAiRequests {

    @Test
    void answersWithTheTextOnceTheJobBehindItIsDone() throws Exception {
        CompletableFuture<HttpResponse<String>> asked =
                ask(TRANSCRIPTIONS, "model", "whisper-1", "language", "de", "prompt", "Kennedy");
        TranscriptionJob job = job(0);
        assertThat(job.getPriority()).isEqualTo(Priority.HIGH);
        assertThat(job.getOptions().getLanguage()).isEqualTo("de");
        assertThat(job.getOptions().getPrompt()).isEqualTo("Kennedy");
        assertThat(job.getOptions().getTranslate()).isFalse();
        assertThat(job.getSource().getName()).isEqualTo("talk.wav");
        assertThat(folder.resolve(job.getSource().getLocation())).hasContent("sound");
        assertThat(asked).isNotDone();

        done(job, "ask not");

        HttpResponse<String> answer = asked.get(30, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()))
                .isEqualTo(
                        JSON.readTree("{\"text\": \"ask not\", \"usage\": {\"type\": \"duration\", \"seconds\": 3}}"));
        assertThat(answer.headers().firstValue("x-request-id")).hasValue(job.getJobId());
    }

    @ParameterizedTest
    @CsvSource({
        "text, text/plain, 'ask not\n'",
        "srt, application/x-subrip, '1\n00:00:00,500 --> 00:00:02,000\nask not\n'",
        "vtt, text/vtt, 'WEBVTT'",
        "json, application/json, '{\"text\":\"ask not\"'"
    })
    void answersInTheFormThatIsAskedFor(String form, String mediaType, String begin) throws Exception {
        CompletableFuture<HttpResponse<String>> asked =
                ask(TRANSCRIPTIONS, "model", "whisper-1", "response_format", form);
        done(job(0), "ask not");

        HttpResponse<String> answer = asked.get(30, TimeUnit.SECONDS);

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(mediaType);
        assertThat(answer.body()).startsWith(begin);
    }

    @Test
    void givesSegmentsAndWordsWithTheirTimes() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = askForTimes("word", "segment");
        TranscriptionJob job = job(0);
        Transcript transcript = Examples.transcript(job.getJobId(), "upload-1", "ask not");
        transcript.setLanguage("en");
        transcript.getSegments().get(0).setProbability(0.5f);
        transcript
                .getSegments()
                .get(0)
                .setWords(List.of(new Word("ask", 0.5, 1.0, 0.5f), new Word("not", 1.0, 2.0, 0.5f)));
        api.send(Topics.DONE, job.getJobId(), transcript);

        JsonNode body = JSON.readTree(asked.get(30, TimeUnit.SECONDS).body());

        assertThat(body.path("task").asText()).isEqualTo("transcribe");
        assertThat(body.path("language").asText()).isEqualTo("english");
        assertThat(body.path("duration").asDouble()).isEqualTo(3);
        assertThat(body.path("text").asText()).isEqualTo("ask not");
        assertThat(body.path("words")).hasSize(2);
        assertThat(body.path("words").get(1).toString()).isEqualTo("{\"word\":\"not\",\"start\":1.0,\"end\":2.0}");
        JsonNode segment = body.path("segments").get(0);
        assertThat(segment.path("id").asInt()).isZero();
        assertThat(segment.path("start").asDouble()).isEqualTo(0.5);
        assertThat(segment.path("seek").asInt()).isEqualTo(50);
        assertThat(segment.path("avg_logprob").asDouble()).isCloseTo(Math.log(0.5), Offset.offset(1e-6));
        assertThat(segment.path("compression_ratio").asDouble()).isBetween(0.1, 1.0);
        assertThat(segment.path("tokens").isArray()).isTrue();
        assertThat(segment.path("no_speech_prob").asDouble()).isZero();
        assertThat(body.has("gaps")).isFalse();
    }

    @Test
    void saysWhatCouldNotBeHeard() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = askForTimes("word");
        String jobId = job(0).getJobId();
        api.send(Topics.DONE, jobId, Examples.withGap(jobId, 1));

        JsonNode body = JSON.readTree(asked.get(30, TimeUnit.SECONDS).body());

        assertThat(body.path("gaps").toString()).isEqualTo("[{\"start\":2.0,\"end\":3.0,\"reason\":\"deadline\"}]");
        assertThat(body.has("segments")).as("only words were asked for").isFalse();
    }

    @Test
    void translates() throws Exception {
        CompletableFuture<HttpResponse<String>> asked =
                ask("/v1/audio/translations", "model", "whisper-1", "response_format", "verbose_json");
        assertThat(job(0).getOptions().getTranslate()).isTrue();
        done(job(0), "ask not");

        JsonNode body = JSON.readTree(asked.get(30, TimeUnit.SECONDS).body());

        assertThat(body.path("task").asText()).isEqualTo("translate");
        assertThat(body.path("language").asText()).isEqualTo("english");
    }

    @Test
    void streamsTheTextAsItComes() throws Exception {
        HttpResponse<InputStream> answer = client.send(
                form(TRANSCRIPTIONS, "model", "whisper-1", "stream", "true").build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        String jobId = job(0).getJobId();
        try (EventReader events = EventReader.of(answer.body())) {
            api.send(Topics.EVENTS, jobId, Examples.partial(jobId, 0.3, "ask not"));
            assertThat(events.next().data()).isEqualTo("{\"type\":\"transcript.text.delta\",\"delta\":\"ask not\"}");
            api.send(Topics.EVENTS, jobId, Examples.partial(jobId, 0.5, "what"));
            assertThat(events.next().data()).isEqualTo("{\"type\":\"transcript.text.delta\",\"delta\":\" what\"}");
            done(job(0), "ask not what");
            assertThat(events.rest())
                    .extracting(EventReader.Event::data)
                    .containsExactly("{\"type\":\"transcript.text.done\",\"text\":\"ask not what\"}");
        }
    }

    @Test
    void namesItsModels() throws Exception {
        assertThat(JSON.readTree(get("/v1/models").body()).path("data"))
                .extracting(model -> model.path("id").asText())
                .containsExactly("whisper-1", "base");
        JsonNode one = JSON.readTree(get("/v1/models/base").body());
        assertThat(one.path("object").asText()).isEqualTo("model");
        assertThat(one.path("owned_by").asText()).isEqualTo("scribestream");
        assertThat(get("/v1/models/gpt-5").statusCode()).isEqualTo(404);
        assertThat(error(get("/v1/models/gpt-5")).path("code").asText()).isEqualTo("model_not_found");
    }

    /** @param of what times are wanted of */
    private CompletableFuture<HttpResponse<String>> askForTimes(String... of) {
        List<String> fields = new ArrayList<>(List.of("model", "base", "response_format", "verbose_json"));
        for (String what : of) {
            fields.addAll(List.of("timestamp_granularities[]", what));
        }
        return ask(TRANSCRIPTIONS, fields.toArray(String[]::new));
    }
}

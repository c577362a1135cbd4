package io.scribestream.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.notifier.deciding.Answer;
import io.scribestream.notifier.deciding.Answer.Kind;
import io.scribestream.runtime.BreakerSet.Standing;
import io.scribestream.runtime.BreakerState;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.Webhook;
import io.scribestream.schemas.avro.WebhookState;
import io.scribestream.testkit.FlowUnderTest;
import io.scribestream.testkit.GoldenTopology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With an endpoint that answers what it is told to; the next answers, and taken from then on. */
class NotifierFlowTest {

    private static final String URL = "https://example.org/hooks";
    private static final String BREAKER = "webhook default example.org";

    private final List<Webhook> sent = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final EndpointBreakers breakers = new EndpointBreakers(this::flowNow);
    private final FlowUnderTest flow = FlowUnderTest.of(new NotifierFlow(this::send, breakers, this::flowNow));

    private CompletableFuture<Answer> send(Webhook webhook) {
        sent.add(webhook);
        Answer next = answers.poll();
        return CompletableFuture.completedFuture(next == null ? Answer.of(200, Duration.ZERO) : next);
    }

    private Instant flowNow() {
        return flow.now();
    }

    @AfterEach
    void stop() {
        flow.close();
    }

    @Test
    void hasTheGoldenTopology() {
        GoldenTopology.check(new NotifierFlow(this::send, breakers, this::flowNow));
    }

    @Test
    void tellsOfATranscriptWhereItIsButNotWhatWasHeard() throws Exception {
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        pass(Duration.ofSeconds(1));
        JsonNode body = new ObjectMapper().readTree(sent.get(0).getBody());
        assertThat(body.path("type").asText()).isEqualTo("transcription.completed");
        assertThat(body.path("timestamp").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(body.path("data").path("id").asText()).isEqualTo("job-1");
        assertThat(body.path("data").path("name").asText()).isEqualTo("talk.wav");
        assertThat(body.path("data").path("metadata").path("ticket").asText()).isEqualTo("42");
        assertThat(body.path("data").path("result_url").asText()).isEqualTo("/api/v1/transcriptions/job-1/result");
        assertThat(sent.get(0).getBody()).doesNotContain("a secret word");
        assertThat(log("job-1").getState()).isEqualTo(WebhookState.DELIVERED);
        assertThat(log("job-1").getAttempts()).isEqualTo(1);
        assertThat(nothingWaits()).isTrue();
    }

    @Test
    void tellsFailedFromCancelled() {
        flow.send(Topics.ERROR, "job-1", failure("job-1", Reason.UNREADABLE_AUDIO.code()));
        flow.advance(Duration.ofMillis(1));
        flow.send(Topics.ERROR, "job-2", failure("job-2", Reason.CANCELLED.code()));
        pass(Duration.ofSeconds(1));
        assertThat(sent)
                .extracting(Webhook::getType)
                .containsExactly("transcription.failed", "transcription.cancelled");
    }

    @Test
    void tellsNobodyWhoDidNotAsk() {
        flow.send(Topics.DONE, "job-1", transcript("job-1", ""));
        pass(Duration.ofSeconds(1));
        assertThat(sent).isEmpty();
        assertThat(flow.received(Topics.WEBHOOKS)).isEmpty();
    }

    @Test
    void givesTheSameOutcomeTheSameIdAndTheNextVersionAnother() {
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        Transcript second = transcript("job-1", URL);
        second.setVersion(2);
        flow.send(Topics.DONE, "job-1", second);
        pass(Duration.ofSeconds(3));
        assertThat(sent).extracting(Webhook::getWebhookId).doesNotContain("").hasSizeGreaterThanOrEqualTo(2);
        assertThat(sent.stream().map(Webhook::getWebhookId).distinct()).hasSize(2);
        assertThat(sent).extracting(Webhook::getWebhookId).allMatch(id -> id.matches("msg_[0-9a-f]{32}"));
    }

    @Test
    void triesAgainUnderTheSameIdUntilItIsTakenAndKeepsTheOthersInOrderBehindIt() {
        answers.add(Answer.of(503, Duration.ZERO));
        answers.add(Answer.away("connection refused"));
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        flow.advance(Duration.ofMillis(1));
        flow.send(Topics.DONE, "job-2", transcript("job-2", URL));
        flow.advance(Duration.ofMillis(1));
        flow.send(Topics.DONE, "job-3", transcript("job-3", URL));
        pass(Duration.ofSeconds(2));
        assertThat(sent).extracting(Webhook::getJobId).containsExactly("job-1");
        assertThat(log("job-1").getState()).isEqualTo(WebhookState.WAITING);
        assertThat(log("job-1").getMessage()).isEqualTo("the endpoint answered 503");
        pass(Duration.ofMinutes(1));
        assertThat(sent).extracting(Webhook::getJobId).containsExactly("job-1", "job-1", "job-1", "job-2", "job-3");
        assertThat(sent.subList(0, 3).stream().map(Webhook::getWebhookId).distinct())
                .hasSize(1);
        assertThat(log("job-1").getAttempts()).isEqualTo(3);
        assertThat(nothingWaits()).isTrue();
    }

    @Test
    void doesNotLetOneThatIsRefusedHoldUpTheOthers() {
        answers.add(Answer.of(400, Duration.ZERO));
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        flow.advance(Duration.ofMillis(1));
        flow.send(Topics.DONE, "job-2", transcript("job-2", URL));
        pass(Duration.ofSeconds(2));
        assertThat(sent).extracting(Webhook::getJobId).containsExactly("job-1", "job-2");
        pass(Duration.ofSeconds(10));
        assertThat(sent).extracting(Webhook::getJobId).containsExactly("job-1", "job-2", "job-1");
    }

    @Test
    void asksOtherEndpointsWhileOneIsAway() {
        answers.add(Answer.of(500, Duration.ZERO));
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        pass(Duration.ofSeconds(1));
        flow.send(Topics.DONE, "job-2", transcript("job-2", "https://example.net/other"));
        pass(Duration.ofSeconds(1));
        assertThat(log("job-2").getState()).isEqualTo(WebhookState.DELIVERED);
    }

    @Test
    void givesUpAfterADayOfFailuresTogetherWithWhatWaitedAsLong() {
        for (int i = 0; i < 50; i++) {
            answers.add(Answer.of(502, Duration.ZERO));
        }
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        flow.advance(Duration.ofMillis(1));
        flow.send(Topics.DONE, "job-2", transcript("job-2", URL));
        pass(Duration.ofHours(20));
        assertThat(log("job-1").getState()).isEqualTo(WebhookState.WAITING);
        pass(Duration.ofHours(20));
        assertThat(log("job-1").getState()).isEqualTo(WebhookState.GIVEN_UP);
        assertThat(log("job-2").getState()).isEqualTo(WebhookState.GIVEN_UP);
        assertThat(sent).hasSizeBetween(9, 14);
        assertThat(nothingWaits()).isTrue();
    }

    @Test
    void asksAnEndpointThatIsGoneNoMoreUntilSomebodyDoesByHand() {
        answers.add(Answer.of(410, Duration.ZERO));
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        flow.advance(Duration.ofMillis(1));
        flow.send(Topics.DONE, "job-2", transcript("job-2", URL));
        pass(Duration.ofSeconds(2));
        flow.send(Topics.DONE, "job-3", transcript("job-3", URL));
        pass(Duration.ofDays(2));
        assertThat(sent).hasSize(1);
        assertThat(List.of(log("job-1"), log("job-2"), log("job-3")))
                .extracting(Webhook::getState)
                .containsOnly(WebhookState.DISABLED);
        Webhook again = Webhook.newBuilder(log("job-3"))
                .setByHand(true)
                .setState(WebhookState.WAITING)
                .setQueuedAt(flow.now())
                .build();
        flow.send(Topics.WEBHOOKS, Notice.endpoint(again), again);
        flow.send(Topics.DONE, "job-4", transcript("job-4", URL));
        pass(Duration.ofSeconds(2));
        assertThat(sent).extracting(Webhook::getJobId).containsExactly("job-1", "job-3", "job-4");
        assertThat(log("job-3").getState()).isEqualTo(WebhookState.DELIVERED);
    }

    @Test
    void neverAsksAnAddressAgainThatMayNotBeAsked() {
        answers.add(Answer.forbidden("it is on no public network"));
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        pass(Duration.ofDays(2));
        assertThat(sent).hasSize(1);
        assertThat(log("job-1").getState()).isEqualTo(WebhookState.GIVEN_UP);
        assertThat(log("job-1").getMessage()).isEqualTo("it is on no public network");
    }

    @Test
    void waitsAsLongAsTheEndpointAsks() {
        answers.add(new Answer(Kind.AWAY, 429, "the endpoint answered 429", Duration.ofMinutes(10)));
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        pass(Duration.ofMinutes(9));
        assertThat(sent).hasSize(1);
        pass(Duration.ofMinutes(2));
        assertThat(sent).hasSize(2);
    }

    @Test
    void sendsNothingWhereAnOperatorHasOpenedTheBreakerUntilItIsReset() {
        breakers.forceOpen(BREAKER);
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        flow.send(Topics.DONE, "job-2", transcript("job-2", "https://example.net/other"));
        pass(Duration.ofDays(2));
        assertThat(sent).extracting(Webhook::getJobId).containsExactly("job-2");
        assertThat(breakers.standings()).containsExactly(new Standing(BREAKER, BreakerState.OPEN, true, 0));

        breakers.reset(BREAKER, flow.now());
        pass(Duration.ofSeconds(1));

        assertThat(log("job-1").getState()).isEqualTo(WebhookState.DELIVERED);
        assertThat(nothingWaits()).isTrue();
    }

    @Test
    void asksAtOnceAfterAResetAndWaitsAsEverForWhatFailsAfterIt() {
        answers.add(new Answer(Kind.AWAY, 429, "the endpoint answered 429", Duration.ofMinutes(10)));
        answers.add(new Answer(Kind.AWAY, 429, "the endpoint answered 429", Duration.ofMinutes(10)));
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        pass(Duration.ofSeconds(10));
        Instant ordered = flow.now();

        breakers.reset(BREAKER, ordered);

        pass(Duration.ofSeconds(1));
        assertThat(sent).hasSize(2);
        assertThat(breakers.standings()).extracting(Standing::failures).containsExactly(1);
        breakers.reset(BREAKER, ordered); // as a process reads it again
        pass(Duration.ofMinutes(9));
        assertThat(sent).hasSize(2);
        pass(Duration.ofMinutes(2));
        assertThat(log("job-1").getState()).isEqualTo(WebhookState.DELIVERED);
    }

    @Test
    void asksAnEndpointThatWasGoneAgainAfterAReset() {
        answers.add(Answer.of(410, Duration.ZERO));
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        pass(Duration.ofSeconds(1));
        breakers.reset(BREAKER, flow.now());
        pass(Duration.ofSeconds(1));
        assertThat(nothingWaits()).isTrue();
        assertThat(breakers.standings()).isEmpty();

        flow.send(Topics.DONE, "job-2", transcript("job-2", URL));
        pass(Duration.ofSeconds(1));

        assertThat(log("job-1").getState()).isEqualTo(WebhookState.DISABLED);
        assertThat(log("job-2").getState()).isEqualTo(WebhookState.DELIVERED);
    }

    @Test
    void forgetsWhatIsOverAfterAWeek() {
        flow.send(Topics.DONE, "job-1", transcript("job-1", URL));
        pass(Duration.ofSeconds(1));
        assertThat(flow.storeIsEmpty(NotifierFlow.SETTLED)).isFalse();
        pass(Duration.ofDays(7).plusHours(2));
        assertThat(flow.storeIsEmpty(NotifierFlow.SETTLED)).isTrue();
        List<TestRecord<String, Webhook>> log = flow.receivedRecords(Topics.WEBHOOK_LOG);
        assertThat(log.get(log.size() - 1).value()).isNull();
    }

    /** In steps, so that what is due in between is done when it is due. */
    private void pass(Duration time) {
        Duration step = time.compareTo(Duration.ofMinutes(2)) > 0 ? time.dividedBy(400) : Duration.ofMillis(200);
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            flow.advance(step);
        }
    }

    private boolean nothingWaits() {
        return flow.storeIsEmpty(NotifierFlow.WAITING) && flow.storeIsEmpty(NotifierFlow.ENDPOINTS);
    }

    /** What was said last of a job's webhook. */
    private Webhook log(String jobId) {
        List<Webhook> all = flow.received(Topics.WEBHOOK_LOG).stream()
                .filter(webhook -> webhook != null && webhook.getJobId().equals(jobId))
                .toList();
        return all.get(all.size() - 1);
    }

    private static Transcript transcript(String jobId, String callback) {
        return Transcript.newBuilder()
                .setJobId(jobId)
                .setSource(new Source(SourceKind.UPLOAD, "x", "talk.wav", 1L, ""))
                .setOptions(new JobOptions("en", "", false))
                .setText("a secret word")
                .setSegments(List.of())
                .setMetadata(Map.of("ticket", "42"))
                .setCallback(callback)
                .build();
    }

    private static JobFailure failure(String jobId, String reason) {
        return JobFailure.newBuilder()
                .setJobId(jobId)
                .setReason(reason)
                .setCallback(URL)
                .build();
    }
}

package io.scribestream.notifier.deciding;

import io.scribestream.notifier.state.Endpoint;
import io.scribestream.schemas.avro.Webhook;
import io.scribestream.schemas.avro.WebhookState;
import java.time.Duration;
import java.time.Instant;

/**
 * What follows from an attempt.
 *
 * @param webhook as it stands now; waiting, or over
 * @param endpoint as it stands now
 */
public record Outcome(Webhook webhook, Endpoint endpoint) {

    /**
     * @param webhook that was tried
     * @param random 0 to 1, for the jitter
     */
    public static Outcome of(Webhook webhook, Endpoint endpoint, Answer answer, Instant now, double random) {
        Webhook tried = Webhook.newBuilder(webhook)
                .setAttempts(webhook.getAttempts() + 1)
                .setStatus(answer.status())
                .setMessage(answer.message())
                .setUpdatedAt(now)
                .build();
        Endpoint stands = Endpoint.newBuilder(endpoint).build();
        switch (answer.kind()) {
            case TAKEN -> {
                reset(stands);
                tried.setState(WebhookState.DELIVERED);
            }
            case FORBIDDEN -> tried.setState(WebhookState.GIVEN_UP);
            case GONE -> {
                stands.setGone(true);
                stands.setFailedAt(now.toEpochMilli());
                tried.setState(WebhookState.DISABLED);
            }
            case REFUSED -> {
                reset(stands); // it is there
                tried.setNextAt(now.plus(RetrySchedule.wait(tried.getAttempts(), Duration.ZERO, random)));
                tried.setState(isTooLate(webhook, now) ? WebhookState.GIVEN_UP : WebhookState.WAITING);
            }
            case AWAY -> {
                stands.setFailures(endpoint.getFailures() + 1);
                stands.setFailedAt(now.toEpochMilli());
                Duration wait = RetrySchedule.wait(stands.getFailures(), answer.retryAfter(), random);
                stands.setNextAt(now.plus(wait).toEpochMilli());
                tried.setNextAt(now.plus(wait));
                tried.setState(isTooLate(webhook, now) ? WebhookState.GIVEN_UP : WebhookState.WAITING);
            }
        }
        return new Outcome(tried, stands);
    }

    /** Whether nobody waits for it any more. */
    public static boolean isTooLate(Webhook webhook, Instant now) {
        return now.isAfter(webhook.getQueuedAt().plus(RetrySchedule.PATIENCE));
    }

    public boolean isOver() {
        return webhook.getState() != WebhookState.WAITING;
    }

    private static void reset(Endpoint endpoint) {
        endpoint.setFailures(0);
        endpoint.setNextAt(0);
    }
}

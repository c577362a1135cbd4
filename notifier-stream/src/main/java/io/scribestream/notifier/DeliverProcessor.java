package io.scribestream.notifier;

import io.scribestream.notifier.deciding.Answer;
import io.scribestream.notifier.deciding.Line;
import io.scribestream.notifier.deciding.Outcome;
import io.scribestream.notifier.state.Endpoint;
import io.scribestream.schemas.avro.Webhook;
import io.scribestream.schemas.avro.WebhookState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps webhooks until they are delivered or given up. Sending goes on beside the stream thread, one webhook of an endpoint
 * at a time; what came of it is noted here, in one transaction with what is said of it. A crash in between sends it again,
 * under the same id.
 */
final class DeliverProcessor extends ContextualProcessor<String, Webhook, String, Webhook> {

    static final Duration TICK = Duration.ofMillis(200);
    static final Duration KEPT = Duration.ofDays(7);

    private static final Logger LOG = LoggerFactory.getLogger(DeliverProcessor.class);
    private static final Duration SWEEP = Duration.ofHours(1);

    /** Endpoints of one task that are asked at the same time. */
    private static final int MOST_AT_ONCE = 32;

    /** Behind every character that a key has. */
    private static final char LAST = '\uffff';

    private final Sending sending;
    private final EndpointBreakers breakers;
    private final Set<String> told = new HashSet<>();
    private final Map<String, UnderWay> underWay = new HashMap<>();
    private KeyValueStore<String, Webhook> waiting;
    private KeyValueStore<String, Endpoint> endpoints;
    private KeyValueStore<String, Webhook> settled;
    private String lastStarted = "";

    private record UnderWay(Webhook webhook, CompletableFuture<Answer> answer) {}

    DeliverProcessor(Sending sending, EndpointBreakers breakers) {
        this.sending = sending;
        this.breakers = breakers;
    }

    @Override
    public void init(ProcessorContext<String, Webhook> context) {
        super.init(context);
        waiting = context.getStateStore(NotifierFlow.WAITING);
        endpoints = context.getStateStore(NotifierFlow.ENDPOINTS);
        settled = context.getStateStore(NotifierFlow.SETTLED);
        try (KeyValueIterator<String, Endpoint> rows = endpoints.all()) {
            rows.forEachRemaining(row -> tell(row.key, row.value));
        }
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick(Instant.ofEpochMilli(now)));
        context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, now -> sweep(Instant.ofEpochMilli(now)));
    }

    @Override
    public void process(Record<String, Webhook> came) {
        Webhook webhook = came.value();
        @Nullable Endpoint known = endpoints.get(came.key());
        if (known != null && known.getGone() && !webhook.getByHand()) {
            settle(Webhook.newBuilder(webhook)
                    .setState(WebhookState.DISABLED)
                    .setMessage("the endpoint answered 410 before; send it again by hand once it is back")
                    .build());
            return;
        }
        // By hand: somebody knows that it is there again.
        Endpoint endpoint = known == null || webhook.getByHand() ? unasked() : known;
        stands(came.key(), endpoint);
        waiting.put(key(came.key(), webhook), webhook);
        say(webhook);
    }

    private void tick(Instant now) {
        for (Map.Entry<String, UnderWay> sent : List.copyOf(underWay.entrySet())) {
            if (sent.getValue().answer().isDone()) {
                underWay.remove(sent.getKey());
                note(sent.getKey(), sent.getValue(), now);
            }
        }
        for (String endpoint : told.stream().filter(breakers::isForgiven).toList()) {
            stands(endpoint, unasked());
            forgetIfNothingWaits(endpoint);
        }
        for (String endpoint : due(now)) {
            if (underWay.size() >= MOST_AT_ONCE) {
                return;
            }
            next(endpoint, now).ifPresent(webhook -> {
                lastStarted = endpoint;
                underWay.put(endpoint, new UnderWay(webhook, sending.send(webhook)));
            });
        }
    }

    private void note(String name, UnderWay sent, Instant now) {
        @Nullable Endpoint known = endpoints.get(name);
        Endpoint endpoint = known == null ? unasked() : known;
        Answer answer = sent.answer().join();
        double random = ThreadLocalRandom.current().nextDouble();
        Outcome outcome = Outcome.of(sent.webhook(), endpoint, answer, now, random);
        LOG.atInfo()
                .addKeyValue("jobId", sent.webhook().getJobId())
                .addKeyValue("webhook", sent.webhook().getWebhookId())
                .addKeyValue("attempt", outcome.webhook().getAttempts())
                .addKeyValue("status", answer.status())
                .addKeyValue("reason", answer.message())
                .log("webhook {}", outcome.webhook().getState());
        stands(name, outcome.endpoint());
        if (outcome.isOver()) {
            waiting.delete(key(name, sent.webhook()));
            settle(outcome.webhook());
        } else {
            waiting.put(key(name, sent.webhook()), outcome.webhook());
            say(outcome.webhook());
        }
        if (outcome.endpoint().getGone()) {
            end(name, WebhookState.DISABLED, "the endpoint answered 410", now, webhook -> true);
        } else if (answer.kind() == Answer.Kind.AWAY) {
            end(
                    name,
                    WebhookState.GIVEN_UP,
                    "the endpoint was away for as long as this waited",
                    now,
                    webhook -> Outcome.isTooLate(webhook, now));
        }
        if (!outcome.endpoint().getGone()) {
            forgetIfNothingWaits(name);
        }
    }

    private static Endpoint unasked() {
        return Endpoint.newBuilder().build();
    }

    private void forgetIfNothingWaits(String name) {
        if (isEmpty(name)) {
            endpoints.delete(name);
            breakers.forget(name);
            told.remove(name);
        }
    }

    private void stands(String name, Endpoint endpoint) {
        endpoints.put(name, endpoint);
        tell(name, endpoint);
    }

    private void tell(String name, Endpoint endpoint) {
        breakers.tell(name, endpoint);
        told.add(name);
    }

    /** Another instance may ask them from now on. */
    @Override
    public void close() {
        told.forEach(breakers::forget);
        // Where a commit failed, this same object begins anew, and what was under way is sent once more.
        told.clear();
        underWay.clear();
    }

    private interface Chosen {
        boolean is(Webhook webhook);
    }

    private void end(String endpoint, WebhookState state, String message, Instant now, Chosen chosen) {
        for (Webhook webhook : all(endpoint)) {
            if (chosen.is(webhook)) {
                waiting.delete(key(endpoint, webhook));
                settle(Webhook.newBuilder(webhook)
                        .setState(state)
                        .setMessage(message)
                        .setUpdatedAt(now)
                        .build());
            }
        }
    }

    /** Those that may be asked now, beginning behind the one that was asked last: none starves while others are many. */
    private List<String> due(Instant now) {
        List<String> behind = new ArrayList<>();
        List<String> before = new ArrayList<>();
        try (KeyValueIterator<String, Endpoint> rows = endpoints.all()) {
            while (rows.hasNext()) {
                KeyValue<String, Endpoint> row = rows.next();
                boolean asks = row.value.getNextAt() <= now.toEpochMilli()
                        && !row.value.getGone()
                        && !breakers.isForcedOpen(row.key);
                if (asks && !underWay.containsKey(row.key)) {
                    (row.key.compareTo(lastStarted) > 0 ? behind : before).add(row.key);
                }
            }
        }
        behind.addAll(before);
        return behind;
    }

    private Optional<Webhook> next(String endpoint, Instant now) {
        try (KeyValueIterator<String, Webhook> rows = rows(endpoint)) {
            return Line.next(values(rows), now);
        }
    }

    private List<Webhook> all(String endpoint) {
        List<Webhook> all = new ArrayList<>();
        try (KeyValueIterator<String, Webhook> rows = rows(endpoint)) {
            values(rows).forEachRemaining(all::add);
        }
        return all;
    }

    private boolean isEmpty(String endpoint) {
        try (KeyValueIterator<String, Webhook> rows = rows(endpoint)) {
            return !rows.hasNext();
        }
    }

    private KeyValueIterator<String, Webhook> rows(String endpoint) {
        return waiting.range(endpoint + '\0', endpoint + '\0' + LAST);
    }

    private static Iterator<Webhook> values(KeyValueIterator<String, Webhook> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Webhook next() {
                return rows.next().value;
            }
        };
    }

    private void settle(Webhook webhook) {
        settled.put(time(webhook.getUpdatedAt()) + '\0' + webhook.getWebhookId(), webhook);
        say(webhook);
    }

    private void say(Webhook webhook) {
        context()
                .forward(new Record<>(webhook.getWebhookId(), webhook, context().currentSystemTimeMs()));
    }

    /** What is over is known for a week, so that it can be sent again. */
    private void sweep(Instant now) {
        try (KeyValueIterator<String, Webhook> old = settled.range("", time(now.minus(KEPT)))) {
            while (old.hasNext()) {
                KeyValue<String, Webhook> row = old.next();
                settled.delete(row.key);
                context().forward(new Record<>(row.value.getWebhookId(), null, now.toEpochMilli()));
            }
        }
    }

    /** In order of the line. */
    private static String key(String endpoint, Webhook webhook) {
        return endpoint + '\0' + time(webhook.getQueuedAt()) + '\0' + webhook.getWebhookId();
    }

    private static String time(Instant time) {
        return String.format("%015d", time.toEpochMilli());
    }
}

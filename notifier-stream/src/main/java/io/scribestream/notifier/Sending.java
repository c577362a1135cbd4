package io.scribestream.notifier;

import io.scribestream.notifier.deciding.Answer;
import io.scribestream.schemas.avro.Webhook;
import java.util.concurrent.CompletableFuture;

/** Sends a webhook once, beside the stream threads; what comes of it is always an answer, and comes within bounds. */
@FunctionalInterface
interface Sending {
    CompletableFuture<Answer> send(Webhook webhook);
}

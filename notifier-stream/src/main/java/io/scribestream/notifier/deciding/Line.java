package io.scribestream.notifier.deciding;

import io.scribestream.schemas.avro.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;

/**
 * In which order webhooks of one endpoint go: as their jobs ended, to the millisecond. One that the endpoint refused by itself steps out of the
 * line and comes again when its own time has come, so that the others do not wait a day for it. While an endpoint is away, its
 * own row holds all of them up.
 */
public final class Line {

    /** @param waiting those of one endpoint, oldest first; read no further than needed */
    public static Optional<Webhook> next(Iterator<Webhook> waiting, Instant now) {
        while (waiting.hasNext()) {
            Webhook webhook = waiting.next();
            if (!wasRefused(webhook) || !webhook.getNextAt().isAfter(now)) {
                return Optional.of(webhook);
            }
        }
        return Optional.empty();
    }

    private static boolean wasRefused(Webhook webhook) {
        return webhook.getStatus() > 0
                && Answer.of(webhook.getStatus(), Duration.ZERO).kind() == Answer.Kind.REFUSED;
    }

    private Line() {}
}

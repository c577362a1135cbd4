package io.scribestream.notifier;

import io.scribestream.notifier.deciding.Answer;
import io.scribestream.notifier.deciding.Signer;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.web.AddressGuard;
import io.scribestream.runtime.web.CheckedClient;
import io.scribestream.schemas.avro.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Brings webhooks over HTTP: to addresses that were checked and to no others, signed at the moment they are sent, each
 * within a bounded time. Nothing of an answer but its status and its wish to be left alone is read. Thread-safe.
 */
final class Courier implements Sending, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** For all of it: an answer that trickles in never is silent. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private final AddressGuard guard;
    private final Signer signer;
    private final InstantSource clock;
    private final Duration longest;
    private final ExecutorService threads;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(Courier::daemon);

    /** @param longest for one webhook, all in all */
    Courier(AddressGuard guard, Signer signer, int threads, Duration longest, InstantSource clock) {
        this.longest = longest;
        this.guard = guard;
        this.signer = signer;
        this.clock = clock;
        this.threads = Executors.newFixedThreadPool(threads, Courier::daemon);
    }

    @Override
    public CompletableFuture<Answer> send(Webhook webhook) {
        return CompletableFuture.supplyAsync(() -> bring(webhook), threads);
    }

    private Answer bring(Webhook webhook) {
        try {
            URI uri = new URI(webhook.getUrl());
            List<InetAddress> addresses = guard.check(uri);
            return post(new HttpPost(uri), webhook, addresses);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Answer.forbidden("the callback is no address");
        } catch (RejectedException e) {
            return Answer.forbidden(String.valueOf(e.getMessage()));
        } catch (UnavailableException e) {
            return Answer.away(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Answer.away("the endpoint does not answer as it should: " + e.getMessage());
        }
    }

    private Answer post(HttpPost post, Webhook webhook, List<InetAddress> addresses) throws IOException {
        long timestamp = clock.instant().getEpochSecond();
        post.setHeader(HttpHeaders.USER_AGENT, "Scribestream");
        post.setHeader("webhook-id", webhook.getWebhookId());
        post.setHeader("webhook-timestamp", Long.toString(timestamp));
        post.setHeader(
                "webhook-signature",
                signer.sign(webhook.getClient(), webhook.getWebhookId(), timestamp, webhook.getBody()));
        post.setEntity(new StringEntity(webhook.getBody(), ContentType.APPLICATION_JSON));
        ScheduledFuture<?> end = watch.schedule(post::abort, longest.toMillis(), TimeUnit.MILLISECONDS);
        try (CloseableHttpClient client = CheckedClient.to(addresses, CONNECT, SILENCE)) {
            return client.execute(post, response -> {
                Answer answer = Answer.of(response.getCode(), retryAfter(response));
                post.abort(); // else the rest of the body would be read on closing, however long it is
                return answer;
            });
        } finally {
            end.cancel(false);
        }
    }

    /** In seconds; a date is not worth the trouble. */
    private static Duration retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        String seconds = header == null ? "" : String.valueOf(header.getValue());
        return seconds.matches("\\d{1,7}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
    }

    /** What is under way is sent again after the next start. */
    @Override
    public void close() {
        threads.shutdownNow();
        watch.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "webhooks");
        thread.setDaemon(true);
        return thread;
    }
}

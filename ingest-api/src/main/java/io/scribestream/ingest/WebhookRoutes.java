package io.scribestream.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.webhooks.Webhooks;
import io.scribestream.schemas.avro.Webhook;
import io.scribestream.schemas.avro.WebhookState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator sees of webhooks, and how one is sent again. Whose requests come this far is decided before. */
public final class WebhookRoutes implements RouteSet {

    static final String WEBHOOKS = AccessRoutes.ADMIN + "webhooks";

    private static final Logger LOG = LoggerFactory.getLogger(WebhookRoutes.class);
    private static final int LISTED = 1_000;

    private final Webhooks webhooks;

    /**
     * A webhook as the API shows it, without its body: that is the client's.
     *
     * @param nextAt when it is tried again; null where it is over or was not tried yet
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record View(
            String id,
            String state,
            String client,
            String url,
            @JsonProperty("job_id") String jobId,
            String type,
            int attempts,
            @Nullable Integer status,
            @Nullable String message,
            @JsonProperty("queued_at") String queuedAt,
            @JsonProperty("updated_at") String updatedAt,
            @JsonProperty("next_at") @Nullable String nextAt) {

        static View of(Webhook webhook) {
            boolean waits = webhook.getState() == WebhookState.WAITING && webhook.getAttempts() > 0;
            return new View(
                    webhook.getWebhookId(),
                    code(webhook.getState()),
                    webhook.getClient(),
                    webhook.getUrl(),
                    webhook.getJobId(),
                    webhook.getType(),
                    webhook.getAttempts(),
                    webhook.getStatus() == 0 ? null : webhook.getStatus(),
                    webhook.getMessage().isEmpty() ? null : webhook.getMessage(),
                    webhook.getQueuedAt().toString(),
                    webhook.getUpdatedAt().toString(),
                    waits ? webhook.getNextAt().toString() : null);
        }
    }

    public WebhookRoutes(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(WEBHOOKS, this::list);
        routes.post(WEBHOOKS + "/{id}/redeliver", this::redeliver);
    }

    private void list(Context ctx) {
        @Nullable String client = ctx.queryParam("client");
        Optional<WebhookState> state =
                Optional.ofNullable(ctx.queryParam("state")).map(WebhookRoutes::state);
        List<View> found = webhooks
                .newest(
                        LISTED,
                        webhook -> (client == null || webhook.getClient().equals(client))
                                && (state.isEmpty() || webhook.getState() == state.get()))
                .stream()
                .map(View::of)
                .toList();
        ctx.json(Map.of("webhooks", found));
    }

    private void redeliver(Context ctx) {
        String id = ctx.pathParam("id");
        Webhook webhook = webhooks.find(id)
                .orElseThrow(() -> new ProblemException(
                        404, "unknown_webhook", "there is no webhook '" + id + "' of the last week"));
        if (webhook.getState() == WebhookState.WAITING) {
            throw new ProblemException(
                    409, "still_waiting", "the webhook is waiting to be delivered; it is tried again by itself");
        }
        webhooks.again(webhook);
        LOG.atInfo()
                .addKeyValue("jobId", webhook.getJobId())
                .addKeyValue("webhook", id)
                .log("webhook is sent again");
        ctx.status(202).json(View.of(webhook));
    }

    private static WebhookState state(String code) {
        return Arrays.stream(WebhookState.values())
                .filter(state -> state != WebhookState.UNKNOWN && code(state).equals(code))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        400,
                        "wrong_value",
                        "the parameter 'state' is waiting, delivered, given_up or disabled, not '" + code + "'"));
    }

    private static String code(WebhookState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}

package io.scribestream.notifier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.Webhook;
import io.scribestream.schemas.avro.WebhookState;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is said of a job that is over: that it is, and where its transcript is to be had; never what was heard.
 *
 * <pre>
 * type         transcription.completed, transcription.failed or transcription.cancelled
 * timestamp    when it was over
 * data         id, name, state, version, language, duration, gaps, reason, message, metadata, status_url, result_url;
 *              the addresses are the API's own, from its root; what does not apply is left out
 * </pre>
 */
final class Notice {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String JOBS = "/api/v1/transcriptions/";

    /** Empty where nobody asked to be told. */
    static Optional<Webhook> of(Transcript transcript, Instant now) {
        if (transcript.getCallback().isEmpty()) {
            return Optional.empty();
        }
        String type = "transcription.completed";
        String body = body(type, transcript.getFinishedAt(), json -> {
            json.writeStringField("id", transcript.getJobId());
            json.writeStringField("name", transcript.getSource().getName());
            json.writeStringField("state", "completed");
            json.writeNumberField("version", transcript.getVersion());
            json.writeStringField("language", transcript.getLanguage());
            json.writeNumberField("duration", transcript.getDurationSeconds());
            json.writeNumberField("gaps", transcript.getCoverage().getGaps().size());
            metadata(json, transcript.getMetadata());
            json.writeStringField("status_url", JOBS + transcript.getJobId());
            json.writeStringField("result_url", JOBS + transcript.getJobId() + "/result");
        });
        return Optional.of(webhook(now)
                .setWebhookId(id(transcript.getJobId(), "done-" + transcript.getVersion()))
                .setClient(transcript.getClient())
                .setJobId(transcript.getJobId())
                .setUrl(transcript.getCallback())
                .setType(type)
                .setBody(body)
                .build());
    }

    /** Empty where nobody asked to be told. */
    static Optional<Webhook> of(JobFailure failure, Instant now) {
        if (failure.getCallback().isEmpty()) {
            return Optional.empty();
        }
        String state = failure.getReason().equals(Reason.CANCELLED.code()) ? "cancelled" : "failed";
        String type = "transcription." + state;
        String body = body(type, failure.getFailedAt(), json -> {
            json.writeStringField("id", failure.getJobId());
            if (failure.getSource() != null) {
                json.writeStringField("name", failure.getSource().getName());
            }
            json.writeStringField("state", state);
            json.writeStringField("reason", failure.getReason());
            json.writeStringField("message", failure.getMessage());
            metadata(json, failure.getMetadata());
            json.writeStringField("status_url", JOBS + failure.getJobId());
        });
        return Optional.of(webhook(now)
                .setWebhookId(id(failure.getJobId(), "error"))
                .setClient(failure.getClient())
                .setJobId(failure.getJobId())
                .setUrl(failure.getCallback())
                .setType(type)
                .setBody(body)
                .build());
    }

    /** Names a place that webhooks go to: the same address of two clients is two, for each has its own secret. */
    static String endpoint(Webhook webhook) {
        return webhook.getClient() + ' ' + webhook.getUrl();
    }

    private interface Data {
        void write(JsonGenerator json) throws IOException;
    }

    private static Webhook.Builder webhook(Instant now) {
        return Webhook.newBuilder()
                .setState(WebhookState.WAITING)
                .setQueuedAt(now)
                .setUpdatedAt(now);
    }

    private static String body(String type, Instant at, Data data) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            json.writeStringField("timestamp", at.toString());
            json.writeObjectFieldStart("data");
            data.write(json);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void metadata(JsonGenerator json, Map<String, String> metadata) throws IOException {
        json.writeObjectFieldStart("metadata");
        // sorted: the same outcome, read again, is the same body
        for (Map.Entry<String, String> note : new TreeMap<>(metadata).entrySet()) {
            json.writeStringField(note.getKey(), note.getValue());
        }
        json.writeEndObject();
    }

    /** The same for the same outcome, however often it is read; without the dot, which ends it where it is signed. */
    private static String id(String jobId, String outcome) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((jobId + '\n' + outcome).getBytes(StandardCharsets.UTF_8));
            return "msg_" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Notice() {}
}

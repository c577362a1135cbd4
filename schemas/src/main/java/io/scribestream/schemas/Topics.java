package io.scribestream.schemas;

import io.scribestream.schemas.Topic.Spread;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.BreakerReport;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.ClientKey;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.OperatorOrder;
import io.scribestream.schemas.avro.RequestClaim;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.schemas.avro.Webhook;
import java.time.Duration;
import java.util.List;

/** The catalogue: every topic, declared once. */
public final class Topics {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration FOR_EVER = Duration.ofMillis(-1);

    /** The public way in. A field that is not known may be an option misspelt, so it is refused, not ignored. */
    public static final Topic<TranscriptionJob> JOBS = new Topic<>(
            "transcription.jobs",
            "jobId",
            TranscriptionJob.class,
            Spread.BY_JOB,
            WEEK,
            "delete",
            "producer",
            "whoever has audio",
            true,
            Topic.MAX_RECORD_BYTES);

    /** Kept as long as outcomes are: an outcome that is read again must not bring back what was removed after it. */
    public static final Topic<JobCommand> CONTROL = new Topic<>(
            "transcription.control",
            "jobId",
            JobCommand.class,
            Spread.BY_JOB,
            MONTH,
            "delete",
            "producer",
            "ingest-api",
            false,
            Topic.MAX_RECORD_BYTES);

    /** Uncompressed: PCM of real speech does not shrink. Kept short: it is the bulk, and the source can be cut again. */
    public static final Topic<AudioChunk> AUDIO = new Topic<>(
            "transcription.audio",
            "jobId/index",
            AudioChunk.class,
            Spread.BY_CHUNK,
            Duration.ofDays(1),
            "delete",
            "uncompressed",
            "chunker",
            false,
            Topic.MAX_RECORD_BYTES);

    public static final Topic<ChunkTranscript> SEGMENTS = new Topic<>(
            "transcription.segments",
            "jobId",
            ChunkTranscript.class,
            Spread.BY_JOB,
            WEEK,
            "delete",
            "producer",
            "transcriber; the chunker writes ends of sources and redrives",
            false,
            Topic.MAX_RECORD_BYTES);

    /** The public way out. gzip: every client can read it, not every client lz4 or zstd. */
    public static final Topic<Transcript> DONE = new Topic<>(
            "transcription.done",
            "jobId",
            Transcript.class,
            Spread.BY_JOB,
            MONTH,
            "delete",
            "gzip",
            "merger",
            false,
            Topic.MAX_TRANSCRIPT_BYTES);

    public static final Topic<JobFailure> ERROR = new Topic<>(
            "transcription.error",
            "jobId",
            JobFailure.class,
            Spread.BY_JOB,
            MONTH,
            "delete",
            "gzip",
            "merger",
            false,
            Topic.MAX_RECORD_BYTES);

    public static final Topic<JobEvent> EVENTS = new Topic<>(
            "transcription.events",
            "jobId",
            JobEvent.class,
            Spread.BY_JOB,
            WEEK,
            "delete",
            "gzip",
            "every flow",
            false,
            Topic.MAX_RECORD_BYTES);

    /** Who may ask the API. Small, so every instance reads all of it; the newest record of a key is kept for ever. */
    public static final Topic<ClientKey> KEYS = new Topic<>(
            "transcription.keys",
            "keyId",
            ClientKey.class,
            Spread.ALONE,
            FOR_EVER,
            "compact",
            "producer",
            "ingest-api",
            false,
            Topic.MAX_RECORD_BYTES);

    /** What those who run the program ordered all of its processes; the newest order about each thing holds. */
    public static final Topic<OperatorOrder> OPERATIONS = new Topic<>(
            "transcription.operations",
            "kind/target",
            OperatorOrder.class,
            Spread.ALONE,
            FOR_EVER,
            "compact",
            "producer",
            "ingest-api",
            false,
            Topic.MAX_RECORD_BYTES);

    /** How the breakers of every process are. A process that is gone is forgotten after a day. */
    public static final Topic<BreakerReport> BREAKERS = new Topic<>(
            "transcription.breakers",
            "role/instance",
            BreakerReport.class,
            Spread.ALONE,
            Duration.ofDays(1),
            "compact,delete",
            "producer",
            "every process",
            false,
            Topic.MAX_RECORD_BYTES);

    /** What endpoints are to be told, keyed by endpoint, so that each is told in order. */
    public static final Topic<Webhook> WEBHOOKS = new Topic<>(
            "transcription.webhooks",
            "client url",
            Webhook.class,
            Spread.BY_JOB,
            WEEK,
            "delete",
            "producer",
            "notifier; ingest-api, to send one again",
            false,
            Topic.MAX_RECORD_BYTES);

    /** What became of every webhook of the last week; its writer takes older ones out. */
    public static final Topic<Webhook> WEBHOOK_LOG = new Topic<>(
            "transcription.webhook-log",
            "webhookId",
            Webhook.class,
            Spread.ALONE,
            FOR_EVER,
            "compact",
            "producer",
            "notifier",
            false,
            Topic.MAX_RECORD_BYTES);

    /** Who came first with a request that has an Idempotency-Key. Every instance of the API reads all of it. */
    public static final Topic<RequestClaim> REQUESTS = new Topic<>(
            "transcription.requests",
            "requestId",
            RequestClaim.class,
            Spread.ALONE,
            Duration.ofDays(1),
            "delete",
            "producer",
            "ingest-api",
            false,
            Topic.MAX_RECORD_BYTES);

    /**
     * Raw records that could not be read or made us fail, with Kafka's {@code __streams.errors.*} headers; and, with the
     * header {@code scribestream.dead-letter.state}, what became of them.
     */
    public static final String DEAD_LETTERS = "transcription.dead-letters";

    public static final Duration DEAD_LETTERS_RETENTION = MONTH;

    private static final List<Topic<?>> ALL = List.of(
            JOBS,
            CONTROL,
            AUDIO,
            SEGMENTS,
            DONE,
            ERROR,
            EVENTS,
            KEYS,
            OPERATIONS,
            BREAKERS,
            REQUESTS,
            WEBHOOKS,
            WEBHOOK_LOG);

    /** All topics with typed records, in the order of the flow. */
    public static List<Topic<?>> all() {
        return ALL;
    }

    /** The key of a chunk on {@link #AUDIO}. */
    public static String chunkKey(String jobId, int index) {
        return jobId + "/" + index;
    }

    /** The job that a key of any of the topics is about. */
    public static String jobId(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }

    private Topics() {}
}

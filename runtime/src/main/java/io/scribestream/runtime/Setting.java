package io.scribestream.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one catalogue of settings, of all roles. Each is an environment variable and a key of the properties file, under
 * the same name; {@link Env} reads them, a record per part of the program checks them.
 */
public enum Setting {
    SCRIBE_CONFIG("A properties file with settings; what the environment says wins over it."),
    SCRIBE_LOG_FORMAT("plain", "How log lines look: plain or json."),
    SCRIBE_LOG_LEVEL("info", "The least level that is logged: error, warn, info, debug or trace."),

    SCRIBE_HEALTH_PORT(
            "0",
            "A port of its own for /health, /health/live, /health/ready and /metrics, of any role; 0 is none. It asks for no"
                    + " key."),
    SCRIBE_HEALTH_HOST("127.0.0.1", "The address that this port is on; 0.0.0.0 where an orchestrator asks."),

    OTEL_EXPORTER_OTLP_ENDPOINT(
            "The collector that spans are sent to, over OTLP in HTTP, such as http://127.0.0.1:4318; without it none are. The"
                    + " other variables of OpenTelemetry's exporter and sampler hold too."),
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT("The same, as the whole address of the spans alone."),

    KAFKA_BOOTSTRAP_SERVERS("127.0.0.1:9092", "Brokers to ask first, as host:port, separated by commas."),
    SCRIBE_KAFKA_PROPERTIES("A properties file for all Kafka clients: SASL, TLS and the like."),
    SCHEMA_REGISTRY_URL("http://127.0.0.1:8081", "The schema registry, as its clients see it."),

    SCRIBE_INSTANCE_ID("Names this instance among its like, the same after a restart; the host's name where not set."),
    SCRIBE_STATE_DIR("data/state", "Folder of the local state stores; they can be restored from Kafka."),
    SCRIBE_CACHE_DIR(
            "data/cache", "Folder for what is unpacked and found out once: natives, sums, probes of the engine."),
    SCRIBE_UPLOAD_DIR("data/uploads", "Folder of uploaded files; the API writes it and the chunker reads it."),
    SCRIBE_UPLOAD_S3(
            "Where uploaded files wait for their jobs instead, as s3://bucket/prefix/, for the API and the chunker alike: the"
                    + " folder is each API's own then, and no source may name an object there. Asked as SCRIBE_S3_ENDPOINT and"
                    + " the like say; have the store itself remove what is there for 60 days. Change it while no job waits."),
    SCRIBE_SOURCE_DIRS(
            "Folders that sources of kind FILE may be in, separated by commas; without any, all are refused."),

    SCRIBE_JOB_PARTITIONS("6", "Partitions of the topics that are keyed by job; never changed afterwards."),
    SCRIBE_AUDIO_PARTITIONS("8", "Partitions of the audio topic: as many chunks can be heard at once."),
    SCRIBE_REPLICATION("1", "Replicas of every topic; 3 on a cluster that should survive a broker."),
    SCRIBE_STANDBYS(
            "1",
            "Warm copies of every state store on other instances, where there are any; in one JVM there are none."),
    SCRIBE_SESSION(
            "10s",
            "How long an instance may be silent, 6s to 5m, before others take its work; one that is back within it goes on"
                    + " at once. The broker's group.min.session.timeout.ms is the least it accepts."),
    SCRIBE_COMMIT_INTERVAL("50ms", "How often transactions are committed: most of the latency of a hop."),
    SCRIBE_POLL_INTERVAL(
            "25ms",
            "How long a poll waits for records: the rest of the latency of a hop. At 10ms each idle thread would take"
                    + " 2.5 % of a core."),

    SCRIBE_CHUNK_WINDOW("0", "Chunks of all jobs sent and not heard yet; 0 is twice the audio partitions."),
    SCRIBE_CLIENT_WEIGHTS(
            "Clients that get more or less of the work than others while all wait, as client=weight with commas between"
                    + " them; every other client weighs 1."),
    SCRIBE_CUTTERS("2", "Sources that are decoded and cut at the same time."),
    SCRIBE_MAX_SOURCE_BYTES("4GB", "Largest source."),
    SCRIBE_MAX_SOURCE_DURATION("24h", "Longest source."),
    SCRIBE_SPOOL_DIR("data/spool", "Folder of sources that were fetched; removed with their jobs."),
    SCRIBE_FETCHERS("8", "Sources that are fetched at the same time; half as many from one host."),
    SCRIBE_FETCH_ALLOW(
            "Servers of your own that sources may be fetched from, as host:port with commas between them; others have to be"
                    + " on the public internet, at port 80 or 443."),
    SCRIBE_FETCH_TIMEOUT("1h", "Longest time for fetching one source."),
    SCRIBE_FETCH_PATIENCE("15m", "How long a source may fail to come before its job fails."),
    SCRIBE_YT_DLP(
            "auto",
            "What fetches the recording that a web page shows: the path of yt-dlp, auto for the one on PATH, if there is one, or"
                    + " off."),
    SCRIBE_S3_SOURCES(
            "Buckets that sources of the form s3://bucket/key may be in, or buckets with a prefix as in recordings/2026/, with"
                    + " commas between them; without any, all are refused."),
    SCRIBE_S3_ENDPOINT("The object store that speaks S3; Amazon's where not set."),
    SCRIBE_S3_REGION("Its region; found out as Amazon's SDK does where not set."),
    SCRIBE_S3_PATH_STYLE("false", "Whether the bucket stands in the path and not in the host's name: true or false."),
    SCRIBE_S3_ACCESS_KEY("What the store knows this service by; found out as Amazon's SDK does where not set."),
    SCRIBE_S3_SECRET_KEY("The secret that goes with it."),
    SCRIBE_JOB_GRACE(
            "1h",
            "How long a job without a deadline of its own may stand still beyond what is left of it, while others move."),
    VAD_MODEL("models/silero-vad-v5-sequence.onnx", "The model that tells speech from the rest."),

    WHISPER_MODEL(
            "models/ggml-base-q8_0.bin", "The model that hears: a path, or a name such as tiny or large-v3-turbo."),
    WHISPER_ENGINE(
            "auto",
            "What hears: onnx, whisper.cpp, or auto: the faster of the two on this machine, as far as is known."),
    WHISPER_DEVICE("cpu", "Where onnx computes: cpu or cuda."),
    WHISPER_PRECISION(
            "auto",
            "What onnx computes with: int8, f32 (exact, slower, more memory), f16 (cuda only), or auto: int8 on cpu and f16"
                    + " on cuda."),
    WHISPER_BEAM(
            "1", "Texts followed side by side for each chunk, 1 to 5: more take longer and may find a likelier one."),
    WHISPER_LIBRARY("A libwhisper to use instead of the one that comes along; auto is whisper.cpp then."),
    WHISPER_LANES("0", "Chunks heard at the same time; 0 is 8 with onnx, and one for each core with whisper.cpp."),
    WHISPER_THREADS(
            "0",
            "Native threads for all chunks together; 0 is one for each core, and with whisper.cpp one for each chunk."),
    SCRIBE_CHUNK_DEADLINE(
            "1h",
            "Longest time for one chunk, at most 1h; within it a chunk gets ten times what the engine takes for its"
                    + " length on this machine."),
    SCRIBE_CHUNK_DEADLINE_LEAST("30s", "Time that every chunk gets, however fast the engine is."),
    SCRIBE_MODEL_BASE_URL(
            "https://huggingface.co/ggerganov/whisper.cpp/resolve/main", "Where models that are named are fetched."),

    SCRIBE_BREAKER_FAILURES("5", "Failures in a row after which a dependency is left alone for a while."),
    SCRIBE_BREAKER_OPEN("60s", "How long it is left alone, up to 1h."),
    SCRIBE_BREAKER_TRIALS("3", "Calls that try it after that."),
    SCRIBE_BREAKER_SUCCESSES("2", "Successes among them after which all is as before, at most as many."),
    SCRIBE_RETRIES("5", "Further attempts at a call to a dependency that failed, 0 to 20."),
    SCRIBE_RETRY_FIRST("1s", "Wait before the first of them; each further wait is twice as long."),
    SCRIBE_RETRY_LONGEST("60s", "No wait is longer, up to 1h."),

    SCRIBE_HTTP_HOST("127.0.0.1", "The address that the API listens on."),
    SCRIBE_HTTP_PORT("8080", "The port that the API listens on; 0 is any."),
    SCRIBE_MAX_OPEN_JOBS("100000", "Jobs without an outcome beyond which the API takes no more and says 503."),
    SCRIBE_HTTP_SILENCE(
            "30s",
            "How long a client of the API may send nothing, or take for the head of its first request, from 1s to 10m."),
    SCRIBE_HTTP_LEAST_RATE("1KB", "Least bytes in a second of what a client sends; who is slower for long is cut off."),
    SCRIBE_HTTP_CONNECTIONS(
            "4000",
            "Connections to the API at once, from 10 to 100000; more wait to be taken. An idle one takes 5 KB, a stream 15."),
    SCRIBE_CORS_ORIGINS(
            "Pages of other sites that may ask the API from a browser, as https://app.example.org, with commas between, or *"
                    + " for any; none where it is not set."),
    SCRIBE_MIN_FREE_BYTES("1GB", "Space on the disk of uploads below which the API takes no more and says 503."),
    SCRIBE_MAX_UPLOAD_BYTES("4GB", "Largest upload."),
    SCRIBE_UPLOAD_EXPIRY(
            "24h", "How long an upload that comes in parts is kept after its last byte, from 1m to 30 days."),

    SCRIBE_AUTH(
            "auto",
            "Whether every request needs a key: on, off, or auto: only where SCRIBE_HTTP_HOST is not of this machine alone,"
                    + " such as 0.0.0.0. 'scribe keys create' makes the first one."),
    SCRIBE_JWT_JWKS_URL(
            "Where the public keys are of an issuer whose tokens (RS256, ES256) are good instead of a key."),
    SCRIBE_JWT_ISSUER("The issuer that such a token has to name."),
    SCRIBE_JWT_AUDIENCE("The audience that such a token has to be for."),
    SCRIBE_JWT_SKEW("60s", "By how much the issuer's clock may differ, from 1s to 10m."),
    SCRIBE_KEY("The key that the commands send which ask a running server, such as 'scribe submit'."),
    SCRIBE_LIMITS(
            "auto",
            "Whether the API counts what clients send and refuses what is too much: on, off, or auto: only where"
                    + " SCRIBE_REDIS_URL is set or clients need keys, so that one person on one machine never meets a"
                    + " limit."),
    SCRIBE_REDIS_URL(
            "Where all instances of the API count together, as redis://[user:password@]host:port[/database], or rediss for"
                    + " TLS; without it each counts for itself."),
    SCRIBE_LIMIT_TRANSCRIBE_HOUR("100", "New jobs of a client in any hour."),
    SCRIBE_LIMIT_TRANSCRIBE_DAY("1000", "New jobs of a client in any day."),
    SCRIBE_LIMIT_STATUS_HOUR("1000", "Questions of a client about its jobs, and orders to them, in any hour."),
    SCRIBE_LIMIT_STATUS_DAY("10000", "The same in any day."),
    SCRIBE_LIMIT_RESULT_HOUR("500", "Transcripts that a client fetches in any hour."),
    SCRIBE_LIMIT_RESULT_DAY("5000", "The same in any day."),
    SCRIBE_LIMIT_WAITING_JOBS("200", "Jobs of a client that may wait or be worked on at the same time."),
    SCRIBE_LIMIT_AUDIO_MINUTES_DAY(
            "6000",
            "Minutes of audio that the jobs of a client may turn out to hold in any day; then the next is refused."),

    SCRIBE_WEBHOOK_SECRETS(
            "What webhooks are signed with: whsec_ and 24 to 64 random bytes in base64, several with commas between them"
                    + " while one is exchanged for another, the newest first; without any, none are sent."
                    + " 'scribe webhooks secret' makes one, and tells each client's own."),
    SCRIBE_WEBHOOK_ALLOW(
            "Servers of your own that webhooks may go to, as host:port with commas between them; others have to be on the"
                    + " public internet, at port 80 or 443."),
    SCRIBE_WEBHOOK_THREADS("16", "Webhooks that are sent at the same time.");

    private final @Nullable String defaultText;
    private final String description;

    Setting(String description) {
        this(null, description);
    }

    Setting(@Nullable String defaultText, String description) {
        this.defaultText = defaultText;
        this.description = description;
    }

    /** What holds where nobody says otherwise, as one would write it; empty where there is no such thing. */
    public Optional<String> defaultText() {
        return Optional.ofNullable(defaultText);
    }

    /** One sentence for people. */
    public String description() {
        return description;
    }
}

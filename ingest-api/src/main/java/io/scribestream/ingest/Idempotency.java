package io.scribestream.ingest;

import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.requests.RequestLog;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.avro.RequestClaim;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes one job of a request that a client sends more than once under the same {@code Idempotency-Key}. Thread-safe. */
final class Idempotency {

    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotent-Replayed";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final int LOCKS = 64;

    /** After which an instance that began with a request is taken for gone, and its request taken over. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(10);

    private final RequestLog log;
    private final String holder = UUID.randomUUID().toString();
    private final List<Lock> locks = Stream.generate(ReentrantLock::new)
            .limit(LOCKS)
            .map(Lock.class::cast)
            .toList();

    /** @param replayed whether it was made by an earlier request */
    record Made(TranscriptionJob job, boolean replayed) {}

    Idempotency(RequestLog log) {
        this.log = log;
    }

    /** @throws ProblemException with 400 if it is no key */
    static String key(String header) {
        if (!KEY.matcher(header).matches()) {
            throw new ProblemException(
                    400, "wrong_value", "the header Idempotency-Key has 1 to 255 letters, digits and signs, no spaces");
        }
        return header;
    }

    /**
     * Sends the job unless that was done before.
     *
     * @param job under an id of its own, which counts where it is the first
     * @param send returns once Kafka has it
     * @throws ProblemException with 422 if the key was used for another request
     */
    Made once(String key, TranscriptionJob job, Consumer<TranscriptionJob> send) {
        RequestClaim mine = RequestClaim.newBuilder()
                .setRequestId(Digests.of(List.of(job.getClient(), key)))
                .setJobId(job.getJobId())
                .setFingerprint(fingerprint(job))
                .setHolder(holder)
                .build();
        Lock lock = locks.get(Math.floorMod(mine.getRequestId().hashCode(), LOCKS));
        lock.lock();
        try {
            return once(mine, job, send);
        } finally {
            lock.unlock();
        }
    }

    private Made once(RequestClaim mine, TranscriptionJob job, Consumer<TranscriptionJob> send) {
        RequestClaim first = log.claim(mine);
        if (!first.getFingerprint().equals(mine.getFingerprint())) {
            throw new ProblemException(
                    422,
                    "idempotency_key_reused",
                    "this Idempotency-Key was used for another request; send this one under a key of its own");
        }
        TranscriptionJob meant =
                TranscriptionJob.newBuilder(job).setJobId(first.getJobId()).build();
        if (first.getSettled() || isUnderWayElsewhere(first)) {
            return new Made(meant, true);
        }
        // The first here, or whoever was first came to nothing. If Kafka has the job all the same, the chunker knows it
        // by
        // its id and content.
        send.accept(meant);
        log.settle(first);
        return new Made(meant, false);
    }

    private boolean isUnderWayElsewhere(RequestClaim first) {
        try {
            return !first.getHolder().equals(holder) && log.awaitSettled(first.getRequestId(), TAKE_OVER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while the same request was under way", e);
        }
    }

    /** What the request asks for: of an upload its bytes, wherever they lie. */
    private static String fingerprint(TranscriptionJob job) {
        String place = job.getSource().getSha256().isEmpty()
                ? job.getSource().getLocation()
                : job.getSource().getSha256();
        Stream<String> metadata = job.getMetadata().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()));
        Stream<String> rest = Stream.of(
                job.getSource().getKind().name(),
                place,
                job.getSource().getName(),
                job.getOptions().getLanguage(),
                job.getOptions().getPrompt(),
                Boolean.toString(job.getOptions().getTranslate()),
                job.getPriority().name(),
                Integer.toString(job.getDeadlineSeconds()),
                job.getCallback());
        return Digests.of(Stream.concat(rest, metadata).toList());
    }
}

package io.scribestream.chunker.fetch;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sources that all stream tasks of an instance are fetching, on threads of their own, so that a hundred slow servers
 * keep nobody's file from being cut. No host has more than half of the threads, and the client with fewest fetches comes
 * first. A task asks for what became of its own; nothing here waits. Thread-safe.
 */
public final class FetchRoom {

    private static final long FIRST_RETRY_MS = 1_000;
    private static final long LONGEST_RETRY_MS = 60_000;

    private final Set<SourceKind> kinds;
    private final Fetcher fetcher;
    private final Spool spool;
    private final Executor pool;
    private final int threads;
    private final Duration patience;
    private final Map<String, Fetch> fetches = new LinkedHashMap<>();

    /** What became of a fetch since the owner last asked. */
    public sealed interface News {

        String jobId();

        /** The source lies whole in the spool; the room has forgotten the job. */
        record Fetched(String jobId) implements News {}

        /** It will not come; the room has forgotten the job. */
        record Failed(String jobId, Throwable why) implements News {}

        /** It cannot be fetched now and is tried again. */
        record Waits(String jobId, String why, long retryMillis, int attempt) implements News {}
    }

    private static final class Fetch {
        private final String jobId;
        private final String client;
        private final Source source;
        private final String host;
        private final Object owner;
        private boolean running;
        private volatile boolean cancelled;
        private boolean over;
        private long notBefore;
        private long failingSince = -1;
        private long bytesBefore;
        private int attempts;
        private @Nullable Throwable failure;
        private boolean whole;

        Fetch(String jobId, String client, Source source, String host, Object owner) {
            this.jobId = jobId;
            this.client = client;
            this.source = source;
            this.host = host;
            this.owner = owner;
        }
    }

    /**
     * @param kinds of sources that are fetched before they are cut
     * @param threads of the pool
     * @param patience how long a source may fail to come before its job fails; for room in the spool, and for the
     *     store of uploads, it waits for ever
     */
    public FetchRoom(
            Set<SourceKind> kinds, Fetcher fetcher, Spool spool, Executor pool, int threads, Duration patience) {
        this.kinds = Set.copyOf(kinds);
        this.fetcher = fetcher;
        this.spool = spool;
        this.pool = pool;
        this.threads = threads;
        this.patience = patience;
    }

    public Spool spool() {
        return spool;
    }

    /** Whether a source has to be fetched before it can be cut. */
    public boolean takes(Source source) {
        return kinds.contains(source.getKind());
    }

    /**
     * A job whose source is to be fetched.
     *
     * @param owner the stream task that asks for {@linkplain #news news} of it
     * @throws RejectedException if its source is no address
     */
    public synchronized void enter(String jobId, String client, Source source, Object owner) {
        fetches.putIfAbsent(jobId, new Fetch(jobId, client, source, fetcher.host(source), owner));
    }

    /** The job needs its source no more; what there is of it stays until it is {@linkplain #drop dropped}. */
    public synchronized void cancel(String jobId) {
        Fetch fetch = fetches.get(jobId);
        if (fetch != null) {
            fetch.cancelled = true;
        }
    }

    /** The job wants its source no more: what there is of it is removed. */
    public synchronized void drop(String jobId) {
        Fetch fetch = fetches.remove(jobId);
        if (fetch != null && fetch.running) {
            fetch.cancelled = true;
            fetch.over = true;
        } else {
            spool.remove(jobId);
        }
    }

    /** The owner is taken away; what came so far stays in the spool. */
    public synchronized void leave(Object owner) {
        for (Fetch fetch : List.copyOf(fetches.values())) {
            if (fetch.owner == owner) {
                fetch.cancelled = true;
                fetches.remove(fetch.jobId);
            }
        }
    }

    /** Whether anything of the owner's is under way. */
    public synchronized boolean isBusy(Object owner) {
        return fetches.values().stream().anyMatch(fetch -> fetch.owner == owner);
    }

    /**
     * Starts what can be started, and says what happened to the owner's.
     *
     * @param now in milliseconds
     */
    public synchronized List<News> news(Object owner, long now) {
        List<News> news = new ArrayList<>();
        for (Fetch fetch : List.copyOf(fetches.values())) {
            if (fetch.owner == owner && !fetch.running) {
                told(fetch, now).ifPresent(news::add);
            }
        }
        for (Optional<Fetch> next = next(now); next.isPresent(); next = next(now)) {
            start(next.get());
        }
        return news;
    }

    private Optional<News> told(Fetch fetch, long now) {
        Throwable failure = fetch.failure;
        fetch.failure = null;
        if (fetch.whole) {
            fetches.remove(fetch.jobId);
            return Optional.of(new News.Fetched(fetch.jobId));
        }
        if (failure == null) {
            return Optional.empty();
        }
        boolean waits = failure instanceof SpoolUnavailableException || (isUpload(fetch) && isAway(failure));
        if (waits) {
            fetch.failingSince = -1;
        }
        if (waits || (isAway(failure) && !isOutOfPatience(fetch, now))) {
            long delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS << Math.min(fetch.attempts, 16));
            fetch.attempts++;
            fetch.notBefore = now + delay;
            return Optional.of(
                    new News.Waits(fetch.jobId, String.valueOf(failure.getMessage()), delay, fetch.attempts));
        }
        fetches.remove(fetch.jobId);
        return Optional.of(new News.Failed(
                fetch.jobId,
                isAway(failure)
                        ? new RejectedException(
                                Reason.FETCH_FAILED,
                                "The source could not be fetched for %d minutes (%s); check its address, or upload the file."
                                        .formatted(patience.toMinutes(), failure.getMessage()),
                                failure)
                        : failure));
    }

    /** What came through the API: where it lies is no client's affair, and its job was accepted. */
    private static boolean isUpload(Fetch fetch) {
        return fetch.source.getKind() == SourceKind.UPLOAD;
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof UnavailableException;
    }

    /** Bytes that came since the last failure begin its patience, and the waiting between attempts, anew. */
    private boolean isOutOfPatience(Fetch fetch, long now) {
        long bytes = spool.slot(fetch.jobId).bytes();
        if (bytes > fetch.bytesBefore || fetch.failingSince < 0) {
            fetch.failingSince = now;
            fetch.attempts = 0;
        }
        fetch.bytesBefore = bytes;
        return now - fetch.failingSince > patience.toMillis();
    }

    private Optional<Fetch> next(long now) {
        if (running(fetch -> true) >= threads) {
            return Optional.empty();
        }
        return fetches.values().stream()
                .filter(fetch -> !fetch.running
                        && !fetch.whole
                        && !fetch.cancelled
                        && fetch.failure == null
                        && fetch.notBefore <= now)
                .filter(fetch -> running(other -> other.host.equals(fetch.host)) < Math.max(1, threads / 2))
                .min(Comparator.comparingLong(fetch -> running(other -> other.client.equals(fetch.client))));
    }

    private long running(Predicate<Fetch> which) {
        return fetches.values().stream()
                .filter(fetch -> fetch.running)
                .filter(which)
                .count();
    }

    private void start(Fetch fetch) {
        fetch.running = true;
        pool.execute(() -> run(fetch));
    }

    private void run(Fetch fetch) {
        Throwable failure = null;
        try {
            Spool.Slot slot = spool.slot(fetch.jobId);
            if (!slot.isWhole()) {
                fetcher.fetch(fetch.source, slot, () -> fetch.cancelled);
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        over(fetch, failure);
    }

    private synchronized void over(Fetch fetch, @Nullable Throwable failure) {
        fetch.running = false;
        fetch.failure = failure;
        fetch.whole = failure == null;
        if (fetch.over) {
            spool.remove(fetch.jobId);
        }
    }
}

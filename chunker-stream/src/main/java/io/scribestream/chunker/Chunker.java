package io.scribestream.chunker;

import io.scribestream.chunker.decode.DecodeLimits;
import io.scribestream.chunker.decode.FfmpegDecoder;
import io.scribestream.chunker.fetch.FetchRoom;
import io.scribestream.chunker.fetch.Fetcher;
import io.scribestream.chunker.fetch.Fetchers;
import io.scribestream.chunker.fetch.GuardedFetcher;
import io.scribestream.chunker.fetch.HttpFetcher;
import io.scribestream.chunker.fetch.Spool;
import io.scribestream.chunker.fetch.page.PageFetcher;
import io.scribestream.chunker.fetch.page.YtDlp;
import io.scribestream.chunker.fetch.s3.S3Fetcher;
import io.scribestream.chunker.fetch.s3.UploadFetcher;
import io.scribestream.chunker.source.FileSources;
import io.scribestream.chunker.source.SourceReader;
import io.scribestream.chunker.source.Sources;
import io.scribestream.chunker.source.SpooledSources;
import io.scribestream.chunker.source.UploadSources;
import io.scribestream.chunker.vad.SileroModel;
import io.scribestream.objects.UploadPlace;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.UploadStore;
import io.scribestream.runtime.web.AddressGuard;
import io.scribestream.schemas.avro.SourceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chunker with all it needs: the flow, the pool beside it, the decoder and the speech detector. */
public final class Chunker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chunker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LAST_STEPS = Duration.ofSeconds(5);

    /** By then all stream tasks have said which jobs are open. */
    private static final Duration BEFORE_SWEEP = Duration.ofMinutes(2);

    private final ExecutorService pool;
    private final ScheduledExecutorService fetchPool;
    private final S3Fetcher objects;
    private final FfmpegDecoder decoder;
    private final SileroModel model;
    private final Flow flow;

    private Chunker(ChunkerConfig config, Guards guards, UnaryOperator<SourceOpener> wrapped) {
        model = new SileroModel(config.vadModel());
        // A source that gave its place away is closed on the pool: until then there is one more.
        int open = config.places() + config.cutters();
        decoder = new FfmpegDecoder(new DecodeLimits(config.maxDuration(), config.maxBytes(), open, PATIENCE));
        pool = Executors.newFixedThreadPool(config.cutters(), named("cutter-"));
        FetchConfig fetching = config.fetching();
        Spool spool = new Spool(fetching.spool());
        fetchPool = Executors.newScheduledThreadPool(fetching.threads(), named("fetcher-"));
        fetchPool.schedule(spool::sweep, BEFORE_SWEEP.toMillis(), TimeUnit.MILLISECONDS);
        objects = new S3Fetcher(fetching.s3(), config.maxBytes(), fetching.timeout());
        Map<SourceKind, Fetcher> fetchers = new EnumMap<>(Map.of(SourceKind.HTTP, web(config), SourceKind.S3, objects));
        Map<SourceKind, SourceReader> readers =
                new EnumMap<>(Map.of(SourceKind.FILE, new FileSources(config.sourceDirs())));
        UploadPlace place = fetching.s3().uploads();
        if (place == null) {
            readers.put(SourceKind.UPLOAD, new UploadSources(new UploadStore(config.uploads())));
        } else {
            fetchers.put(SourceKind.UPLOAD, new UploadFetcher(objects, place));
        }
        fetchers.keySet().forEach(kind -> readers.put(kind, new SpooledSources(spool)));
        FetchRoom fetches = new FetchRoom(
                fetchers.keySet(),
                new GuardedFetcher(new Fetchers(fetchers), guards),
                spool,
                fetchPool,
                fetching.threads(),
                fetching.patience());
        Sources sources = new Sources(readers, config.maxBytes());
        SourceOpener opener = wrapped.apply(new SpokenSources(sources, decoder, model));
        KeyWeights weights = new KeyWeights(config.weights());
        CuttingRoom room = new CuttingRoom(opener, pool, config.places(), config.window(), weights);
        Meters.show(room.unheard());
        flow = new ChunkerFlow(room, fetches, weights, config.admitted(), new JobDeadline(config.grace()));
    }

    private static Fetcher web(ChunkerConfig config) {
        FetchConfig fetching = config.fetching();
        AddressGuard guard = new AddressGuard(fetching.allowed(), HttpFetcher::refused);
        Path program = fetching.pages().program();
        return new PageFetcher(
                new HttpFetcher(guard, config.maxBytes(), fetching.timeout()),
                program == null ? null : new YtDlp(program, guard, config.maxBytes(), fetching.timeout()));
    }

    /**
     * Reads the model and starts a decoder in the background.
     *
     * @param guards of this process
     * @throws io.scribestream.runtime.EnvironmentException if the model or the upload folder cannot be used
     */
    public static Chunker create(ChunkerConfig config, Guards guards) {
        return create(config, guards, UnaryOperator.identity());
    }

    /** @param wrapped what tests put around the sources, to end the process in the middle of them */
    static Chunker create(ChunkerConfig config, Guards guards, UnaryOperator<SourceOpener> wrapped) {
        Chunker chunker = new Chunker(config, guards, wrapped);
        chunker.decoder.warmUp();
        return chunker;
    }

    /** To be run until before this is closed. */
    public Flow flow() {
        return flow;
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger threads = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Ends the decoder's processes and the pools. What was fetched so far stays. */
    @Override
    public void close() {
        Meters.forget();
        fetchPool.shutdownNow();
        objects.close();
        pool.shutdown();
        if (!isAtRest()) {
            pool.shutdownNow();
        }
        // Steps that still wait for a decoder fail with it.
        decoder.close();
        if (isAtRest()) {
            model.close();
        } else {
            LOG.warn("a source is still being cut; the speech detector is left to it");
        }
    }

    private boolean isAtRest() {
        try {
            return pool.awaitTermination(LAST_STEPS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return pool.isTerminated();
        }
    }
}

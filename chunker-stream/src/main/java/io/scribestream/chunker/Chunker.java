package io.scribestream.chunker;

import io.scribestream.chunker.decode.DecodeLimits;
import io.scribestream.chunker.decode.FfmpegDecoder;
import io.scribestream.chunker.source.FileSources;
import io.scribestream.chunker.source.Sources;
import io.scribestream.chunker.source.UploadSources;
import io.scribestream.chunker.vad.SileroModel;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.UploadStore;
import io.scribestream.schemas.avro.SourceKind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    private final ExecutorService pool;
    private final FfmpegDecoder decoder;
    private final SileroModel model;
    private final Flow flow;

    private Chunker(ChunkerConfig config, UnaryOperator<SourceOpener> wrapped) {
        UploadStore uploads = new UploadStore(config.uploads());
        model = new SileroModel(config.vadModel());
        // A source that gave its place away is closed on the pool: until then there is one more.
        int open = config.places() + config.cutters();
        decoder = new FfmpegDecoder(new DecodeLimits(config.maxDuration(), config.maxBytes(), open, PATIENCE));
        AtomicInteger threads = new AtomicInteger();
        pool = Executors.newFixedThreadPool(config.cutters(), work -> {
            Thread thread = new Thread(work, "cutter-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        Sources sources = new Sources(
                Map.of(
                        SourceKind.FILE, new FileSources(config.sourceDirs()),
                        SourceKind.UPLOAD, new UploadSources(uploads)),
                config.maxBytes());
        SourceOpener opener = wrapped.apply(new SpokenSources(sources, decoder, model));
        CuttingRoom room = new CuttingRoom(opener, pool, config.places(), config.window());
        flow = new ChunkerFlow(room, config.admitted());
    }

    /**
     * Reads the model and starts a decoder in the background.
     *
     * @throws io.scribestream.runtime.EnvironmentException if the model or the upload folder cannot be used
     */
    public static Chunker create(ChunkerConfig config) {
        return create(config, UnaryOperator.identity());
    }

    /** @param wrapped what tests put around the sources, to end the process in the middle of them */
    static Chunker create(ChunkerConfig config, UnaryOperator<SourceOpener> wrapped) {
        Chunker chunker = new Chunker(config, wrapped);
        chunker.decoder.warmUp();
        return chunker;
    }

    /** To be run until before this is closed. */
    public Flow flow() {
        return flow;
    }

    /** Ends the decoder's processes and the pool. */
    @Override
    public void close() {
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

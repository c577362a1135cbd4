package io.scribestream.chunker.decode;

import io.scribestream.chunker.decode.DecodeMessage.Header;
import io.scribestream.chunker.decode.DecodeMessage.Refused;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;

/**
 * Decodes recordings and films with FFmpeg, each in a {@link DecoderProcess process} that has no other at that time.
 * Processes are kept warm, so a short recording does not pay for a start. Safe for threads; each source is for one thread at a time.
 */
public final class FfmpegDecoder implements AutoCloseable {

    private final DecodeLimits limits;
    private final Semaphore places;
    private final ScheduledThreadPoolExecutor clock;
    private final ChildPool pool;

    /**
     * Starts nothing yet.
     *
     * @throws io.scribestream.runtime.EnvironmentException if FFmpeg's libraries for this platform are not there
     */
    public FfmpegDecoder(DecodeLimits limits) {
        this(limits, ReuseLimits.DEFAULT, ChildCommand.build());
    }

    FfmpegDecoder(DecodeLimits limits, List<String> command) {
        this(limits, ReuseLimits.DEFAULT, command);
    }

    FfmpegDecoder(DecodeLimits limits, ReuseLimits reuse, List<String> command) {
        this.limits = limits;
        this.places = new Semaphore(limits.maxOpen());
        this.clock = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "decoder-clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        this.pool = new ChildPool(() -> DecoderChild.start(command, clock, limits.patience()), reuse, clock);
    }

    /** Starts a process in the background; returns at once. */
    public void warmUp() {
        pool.warmUp();
    }

    /**
     * Proves that a process can be started.
     *
     * @return FFmpeg's version
     * @throws UnavailableException if it cannot
     */
    public String version() {
        DecoderChild child = pool.take();
        pool.giveBack(child);
        return child.version();
    }

    /**
     * Opens a file and waits until its first sound is decoded.
     *
     * @return to be closed by the caller; closing it before its end is cheap
     * @throws RejectedException if the file is no recording, holds no sound, is beyond a limit or breaks the decoder
     * @throws UnavailableException if the decoder cannot be started or all its places are taken
     */
    public PcmSource open(Path file) {
        check(file);
        if (!places.tryAcquire()) {
            throw new UnavailableException("all " + limits.maxOpen() + " places of the decoder are taken");
        }
        boolean opened = false;
        try {
            PcmSource source = begin(new DecodeRequest(file.toAbsolutePath().toString(), limits.maxSamples()));
            opened = true;
            return source;
        } finally {
            if (!opened) {
                places.release();
            }
        }
    }

    private void check(Path file) {
        try {
            long bytes = Files.size(file);
            if (bytes == 0) {
                throw new RejectedException(Reason.EMPTY_FILE, "The file is empty; send it again.");
            }
            if (bytes > limits.maxBytes()) {
                throw new RejectedException(
                        Reason.TOO_LARGE,
                        "The file has %d bytes, the limit is %d; send the sound alone, or compressed."
                                .formatted(bytes, limits.maxBytes()));
            }
        } catch (NoSuchFileException e) {
            throw new RejectedException(Reason.SOURCE_NOT_FOUND, "The file is no longer there; send it again.", e);
        } catch (IOException e) {
            throw new UnavailableException("the file's size cannot be read: " + e.getMessage(), e);
        }
    }

    /** A process that dies before it gave anything may have been ended by something else: one more try. */
    private PcmSource begin(DecodeRequest request) {
        DecoderChild first = pool.take();
        try {
            return begin(request, first);
        } catch (IOException e) {
            pool.discard(first);
            if (first.hasStalled()) {
                throw ChildPcmSource.broken(first, e);
            }
        }
        DecoderChild second = pool.take();
        try {
            return begin(request, second);
        } catch (IOException e) {
            pool.discard(second);
            throw ChildPcmSource.broken(second, e);
        }
    }

    private PcmSource begin(DecodeRequest request, DecoderChild child) throws IOException {
        child.ask(request);
        DecodeMessage answer = child.next();
        if (answer instanceof Header header) {
            return new ChildPcmSource(child, header, pool, places::release);
        }
        if (answer instanceof Refused refused) {
            pool.discard(child);
            throw ChildPcmSource.rejection(refused);
        }
        throw new IOException("unexpected " + answer);
    }

    /** Ends all processes; sources that are still open fail. */
    @Override
    public void close() {
        pool.close();
        clock.shutdownNow();
    }
}

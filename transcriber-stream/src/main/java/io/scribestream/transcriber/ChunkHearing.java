package io.scribestream.transcriber;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.transcriber.engine.AbortedException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.quality.Attempt;
import io.scribestream.transcriber.quality.Looped;
import io.scribestream.transcriber.quality.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears chunks: once greedily, and once more and harder where the text looks made up or the engine is not sure of it; the
 * better text is kept, and what still looks made up is marked as suppressed. Thread-safe as the engine is; blocks its caller.
 */
final class ChunkHearing {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkHearing.class);

    /** Tries in place before the record is given back to be read again; an engine may need a moment. */
    private static final int TRIES = 3;

    private final Engine engine;
    private final Duration deadline;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private volatile boolean stopped;

    /** Waits; tests do not. */
    @FunctionalInterface
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    /** @param deadline for all that is done to hear one chunk */
    ChunkHearing(Engine engine, Duration deadline) {
        this(engine, deadline, System::nanoTime, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
    }

    ChunkHearing(Engine engine, Duration deadline, LongSupplier nanoTime, Pause pause) {
        this.engine = engine;
        this.deadline = deadline;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /**
     * Hears a chunk.
     *
     * @return its segments in seconds of the source, or why it has none: refused by the engine, or out of time
     * @throws UnavailableException if the engine failed or {@link #stop} was called; the record is to be read again
     */
    ChunkTranscript hear(AudioChunk chunk) {
        long started = nanoTime.getAsLong();
        BooleanSupplier abort = () -> stopped || nanoTime.getAsLong() - started > deadline.toNanos();
        ChunkTranscript result = answer(chunk);
        try {
            Speech speech = new Speech(
                    Pcm.samples(chunk.getPcm()), chunk.getLanguage(), chunk.getPrompt(), chunk.getTranslate());
            fill(result, new SourceMap(chunk.getSpans()), hearUntilGood(chunk, speech, abort, result));
        } catch (RejectedException e) {
            result.setFailure(e.failure());
        } catch (AbortedException e) {
            result.setFailure(outOfTime());
        }
        result.setTookMillis(TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - started));
        return result;
    }

    /** Ends all calls, now and later: what is being heard is given back to be heard after the next start. */
    void stop() {
        stopped = true;
    }

    private Attempt hearUntilGood(AudioChunk chunk, Speech speech, BooleanSupplier abort, ChunkTranscript result) {
        Attempt best = Attempt.of(call(speech, Effort.GREEDY, abort));
        if (!best.isDoubtful()) {
            return best;
        }
        try {
            result.setAttempts(2);
            best = best.orBetter(Attempt.of(call(speech, Effort.HARD, abort)));
            List<Looped> loops = Looped.in(best, speech.seconds());
            for (int i = loops.size() - 1; i >= 0; i--) { // the last first, so that the places of the others stay
                result.setAttempts(3);
                Looped loop = loops.get(i);
                Speech alone =
                        speech.part(loop.start(), loop.end(), best.heard().language());
                best = best.orBetter(loop.replaced(best, call(alone, Effort.HARD, abort)));
            }
        } catch (AbortedException | RejectedException | UnavailableException e) {
            if (stopped) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("jobId", chunk.getJobId())
                    .addKeyValue("chunkIndex", chunk.getIndex())
                    .addKeyValue("reason", e.getMessage())
                    .log("another attempt at a chunk given up, the best one so far kept");
        }
        return best;
    }

    /** One attempt, with the tries that an unavailable engine gets. */
    private Heard call(Speech speech, Effort effort, BooleanSupplier abort) {
        for (int tried = 1; ; tried++) {
            try {
                return engine.hear(speech, effort, abort);
            } catch (AbortedException e) {
                if (stopped) {
                    throw new UnavailableException("stopped while a chunk was heard", e);
                }
                throw e;
            } catch (UnavailableException e) {
                if (tried == TRIES || abort.getAsBoolean()) {
                    throw e;
                }
                LOG.atWarn()
                        .addKeyValue("attempt", tried)
                        .addKeyValue("reason", e.getMessage())
                        .log("engine unavailable, trying again");
                sleep(backoff(tried), e);
            }
        }
    }

    private static Duration backoff(int tried) {
        return Duration.ofMillis(250L << tried);
    }

    private void sleep(Duration time, UnavailableException cause) {
        try {
            pause.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }

    private Failure outOfTime() {
        return new Failure(
                Reason.DEADLINE.code(),
                "Hearing a chunk took longer than " + deadline.toSeconds()
                        + " s; use a smaller model or raise SCRIBE_CHUNK_DEADLINE.");
    }

    private ChunkTranscript answer(AudioChunk chunk) {
        return ChunkTranscript.newBuilder()
                .setJobId(chunk.getJobId())
                .setClient(chunk.getClient())
                .setIndex(chunk.getIndex())
                .setSpans(chunk.getSpans())
                .setForcedStart(chunk.getForcedStart())
                .setForcedEnd(chunk.getForcedEnd())
                .setSourceSeconds(chunk.getSourceSeconds())
                .setEngine(engine.name())
                .setModel(engine.model())
                .setRedrive(chunk.getRedrive())
                .build();
    }

    private static void fill(ChunkTranscript result, SourceMap map, Attempt best) {
        List<String> suppressed = best.verdicts().stream()
                .map(Verdict::reason)
                .map(reason -> reason.map(Reason::code).orElse(""))
                .toList();
        List<Segment> segments = SourceTimes.segments(map, best.heard(), suppressed);
        result.setSegments(segments);
        result.setLanguage(best.heard().language());
        result.setLanguageProbability(best.heard().languageProbability());
    }
}

package io.scribestream.transcriber;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.quality.Attempt;
import io.scribestream.transcriber.quality.Looped;
import io.scribestream.transcriber.quality.Verdict;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears chunks: once greedily, and once more and harder where the text looks made up or the engine is not sure of it; the
 * better text is kept, and what still looks made up is marked as suppressed. Thread-safe as the engine is; blocks its caller.
 */
final class ChunkHearing {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkHearing.class);

    private final EngineRoom room;
    private final LongSupplier nanoTime;

    ChunkHearing(EngineRoom room) {
        this.room = room;
        this.nanoTime = room.nanoTime();
    }

    /**
     * Hears a chunk.
     *
     * @param place of its record, the same whenever that is read
     * @return its segments in seconds of the source, or why it has none: refused by the engine, out of time, of a job that
     *     is over, or known to end the process
     * @throws UnavailableException if the engine failed or {@link #stop} was called; the record is to be read again
     */
    Hearing hear(AudioChunk chunk, String place) {
        long started = nanoTime.getAsLong();
        ChunkTranscript result = answer(chunk);
        int made = 0;
        try {
            Speech speech = new Speech(
                    Pcm.samples(chunk.getPcm()), chunk.getLanguage(), chunk.getPrompt(), chunk.getTranslate());
            ChunkCalls calls = room.admit(chunk, speech.seconds(), place);
            try {
                fill(result, new SourceMap(chunk.getSpans()), hearUntilGood(chunk, speech, calls, result));
                calls.survived();
            } finally {
                made = calls.made();
            }
        } catch (RejectedException e) {
            result.setFailure(e.failure());
        }
        result.setTookMillis(TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - started));
        return new Hearing(result, made);
    }

    /** Ends all calls, now and later: what is being heard is given back to be heard after the next start. */
    void stop() {
        room.stop();
    }

    private Attempt hearUntilGood(AudioChunk chunk, Speech speech, ChunkCalls calls, ChunkTranscript result) {
        Attempt best = Attempt.of(calls.first(speech));
        if (!best.isDoubtful()) {
            return best;
        }
        try {
            result.setAttempts(2);
            best = best.orBetter(Attempt.of(calls.again(speech, Effort.HARD)));
            List<Looped> loops = Looped.in(best, speech.seconds());
            for (int i = loops.size() - 1; i >= 0; i--) { // the last first, so that the places of the others stay
                result.setAttempts(3);
                Looped loop = loops.get(i);
                Speech alone =
                        speech.part(loop.start(), loop.end(), best.heard().language());
                best = best.orBetter(loop.replaced(best, calls.again(alone, Effort.HARD)));
            }
        } catch (RejectedException | UnavailableException e) {
            if (calls.isUnwanted()) {
                throw e;
            }
            result.setGivenUp(reason(e).code());
            LOG.atWarn()
                    .addKeyValue("jobId", chunk.getJobId())
                    .addKeyValue("chunkIndex", chunk.getIndex())
                    .addKeyValue("reason", e.getMessage())
                    .log("another attempt at a chunk given up, the best one so far kept");
        }
        return best;
    }

    private static Reason reason(RuntimeException e) {
        return e instanceof RejectedException rejected ? rejected.reason() : Reason.ENGINE_FAILED;
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
                .setEngine(room.engine().name())
                .setModel(room.engine().model())
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
        result.setLanguages(best.heard().languages());
    }
}

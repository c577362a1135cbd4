package io.scribestream.transcriber;

import io.scribestream.runtime.Guards;
import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.transcriber.deadline.CallWatch;
import io.scribestream.transcriber.deadline.ChunkDeadline;
import io.scribestream.transcriber.ended.EndedJobs;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.journal.HearingJournal;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The engine and all that watches over it. Every call goes through here, by way of a {@link ChunkCalls}. Thread-safe. */
final class EngineRoom {

    /** The engine's name among the breakers. */
    static final String BREAKER = "engine";

    /**
     * How long a chunk waits in place, for a breaker or a turn, before its record is given back: the stream thread does
     * not poll meanwhile, and another instance that joins the group waits for it.
     */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Engine engine;
    private final Guards guards;
    private final ChunkDeadline deadlines;
    private final CallWatch watch;
    private final HearingJournal journal;
    private final EndedJobs ended;
    private final LongSupplier nanoTime;
    private final Guards.Pause pause;
    private final Turns turns = new Turns();
    private volatile boolean stopped;

    EngineRoom(
            Engine engine,
            Guards guards,
            ChunkDeadline deadlines,
            CallWatch watch,
            HearingJournal journal,
            EndedJobs ended) {
        this(engine, guards, deadlines, watch, journal, ended, System::nanoTime, Guards.Pause.SLEEP);
    }

    EngineRoom(
            Engine engine,
            Guards guards,
            ChunkDeadline deadlines,
            CallWatch watch,
            HearingJournal journal,
            EndedJobs ended,
            LongSupplier nanoTime,
            Guards.Pause pause) {
        this.engine = engine;
        this.guards = guards;
        this.deadlines = deadlines;
        this.watch = watch;
        this.journal = journal;
        this.ended = ended;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /**
     * Lets a chunk in.
     *
     * @param place of its record, the same whenever that is read
     * @throws RejectedException if nobody wants it heard any more, or it ended the process too often
     */
    ChunkCalls admit(AudioChunk chunk, double seconds, String place) {
        if (ended.contains(chunk.getJobId())) {
            throw over();
        }
        String id = ChunkCalls.id(chunk, place);
        if (journal.isGuilty(id)) {
            throw crashed();
        }
        return new ChunkCalls(this, chunk.getJobId(), seconds, watch.watch(id, deadlines.of(seconds)), id);
    }

    static RejectedException crashed() {
        return new RejectedException(
                Reason.ENGINE_CRASHED,
                "Hearing this chunk ended or hung the transcriber's process more than once; it is not tried again.");
    }

    static RejectedException over() {
        return new RejectedException(Reason.CANCELLED, "The job has ended; nobody wants this chunk heard any more.");
    }

    /** Ends all calls, now and later. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** The longest that a chunk may be in here. */
    Duration longest() {
        return CallWatch.longest(deadlines.most()).plus(PATIENCE);
    }

    Engine engine() {
        return engine;
    }

    Guards guards() {
        return guards;
    }

    ChunkDeadline deadlines() {
        return deadlines;
    }

    HearingJournal journal() {
        return journal;
    }

    EndedJobs ended() {
        return ended;
    }

    Turns turns() {
        return turns;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    Guards.Pause pause() {
        return pause;
    }
}

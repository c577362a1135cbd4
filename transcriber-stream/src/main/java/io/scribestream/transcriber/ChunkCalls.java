package io.scribestream.transcriber;

import io.scribestream.runtime.BreakerState;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.transcriber.deadline.CallWatch;
import io.scribestream.transcriber.engine.AbortedException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.journal.HearingJournal;
import java.time.Duration;

/**
 * The calls to the engine for one chunk: counted, noted in the journal, tried again where the engine failed, and ended
 * when their time is up, their job is over or the process stops. For one thread.
 */
final class ChunkCalls {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final EngineRoom room;
    private final String jobId;
    private final double seconds;
    private final CallWatch.Watched watched;
    private final String id;
    private final long admitted;
    private long inEngine;
    private int made;

    ChunkCalls(EngineRoom room, String jobId, double seconds, CallWatch.Watched watched, String id) {
        this.room = room;
        this.jobId = jobId;
        this.seconds = seconds;
        this.watched = watched;
        this.id = id;
        this.admitted = room.nanoTime().getAsLong();
    }

    /** What a chunk is called in the journal: a chunk that is sent once more is another one. */
    static String id(AudioChunk chunk, String place) {
        return Topics.chunkKey(chunk.getJobId(), chunk.getIndex()) + " " + place;
    }

    /** In the journal another attempt is a suspect of its own: it may be that one alone which ends the process. */
    private String id(Effort effort) {
        return effort == Effort.GREEDY ? id : id + " again";
    }

    /** How many there were. */
    int made() {
        return made;
    }

    /** Whether what is left to do has lost its purpose: the process stops or the job is over. */
    boolean isUnwanted() {
        return room.isStopped() || room.ended().contains(jobId);
    }

    /** All calls are made and the process lives. */
    void survived() {
        room.journal().clear(id);
        if (!room.journal().isGuilty(id(Effort.HARD))) {
            room.journal().clear(id(Effort.HARD));
        }
    }

    /**
     * Hears for the first time; waits for an engine whose breaker is open.
     *
     * @throws RejectedException if this can never be heard, its time is up or its job is over
     * @throws UnavailableException if the engine failed or the process stops; the record is to be read again
     */
    Heard first(Speech speech) {
        while (true) {
            try {
                return again(speech, Effort.GREEDY);
            } catch (UnavailableException e) {
                if (!e.isHeld() || isOutOfPatience()) {
                    throw orOver(e);
                }
                pause(e);
            }
        }
    }

    /**
     * Hears once more; waits for nothing that is not there after the usual retries. Throws as {@link #first}, and if such
     * an attempt at this chunk ended the process too often.
     */
    Heard again(Speech speech, Effort effort) {
        if (room.journal().isGuilty(id(effort))) {
            throw EngineRoom.crashed();
        }
        try {
            return room.guards().retrying(EngineRoom.BREAKER, () -> inTurn(speech, effort), this::isOutOfPatience);
        } catch (AbortedException e) {
            throw because(e, effort);
        } catch (UnavailableException e) {
            throw orOver(isHeldFromNowOn() ? UnavailableException.held("the engine stays away", e) : e);
        }
    }

    /** The attempt that opened the breaker failed by itself, but the next one waits as all others do. */
    private boolean isHeldFromNowOn() {
        return room.guards().state(EngineRoom.BREAKER) == BreakerState.OPEN;
    }

    private Heard inTurn(Speech speech, Effort effort) {
        String call = id(effort);
        boolean alone = room.journal().hasToBeAlone(call);
        try (Turns.Turn turn = room.turns().take(alone, this::isOutOfPatience);
                HearingJournal.Entry entry = room.journal().enter(call);
                CallWatch.Run run = watched.run(call)) {
            return measured(speech, effort);
        }
    }

    private Heard measured(Speech speech, Effort effort) {
        made++;
        Meters.call();
        long began = room.nanoTime().getAsLong();
        try {
            Heard heard = room.engine().hear(speech, effort, this::isToEnd);
            // Silence is told at a glance and says nothing about the engine's speed.
            if (effort == Effort.GREEDY && !heard.segments().isEmpty()) {
                room.deadlines().heard(speech.seconds(), since(began));
            }
            return heard;
        } finally {
            Duration took = since(began);
            inEngine += took.toNanos();
            Meters.heard(speech.seconds(), took);
        }
    }

    private boolean isToEnd() {
        return watched.isOver() || isUnwanted();
    }

    /** Waiting is over too once nobody wants the chunk. */
    private boolean isOutOfPatience() {
        long waited = room.nanoTime().getAsLong() - admitted - inEngine;
        return isUnwanted() || waited > EngineRoom.PATIENCE.toNanos();
    }

    /** A job that is over needs no engine that is there. */
    private RuntimeException orOver(UnavailableException e) {
        return !room.isStopped() && room.ended().contains(jobId) ? EngineRoom.over() : e;
    }

    private RuntimeException because(AbortedException e, Effort effort) {
        if (room.isStopped()) {
            return new UnavailableException("stopped while a chunk was heard", e);
        } else if (room.ended().contains(jobId)) {
            return EngineRoom.over();
        }
        if (effort == Effort.GREEDY) {
            room.deadlines().ranOut();
        }
        boolean longest = watched.deadline().equals(room.deadlines().most());
        return new RejectedException(
                Reason.DEADLINE,
                "Hearing a chunk of " + Math.round(seconds) + " s took longer than the "
                        + watched.deadline().toSeconds() + " s that it was given; use a smaller model or raise "
                        + (longest ? "SCRIBE_CHUNK_DEADLINE." : "SCRIBE_CHUNK_DEADLINE_LEAST."),
                e);
    }

    private Duration since(long began) {
        return Duration.ofNanos(room.nanoTime().getAsLong() - began);
    }

    private void pause(UnavailableException because) {
        try {
            room.pause().sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw because;
        }
    }
}

package io.scribestream.chunker;

import io.scribestream.chunker.Backlog.Waiting;
import io.scribestream.chunker.Cutting.Ending;
import io.scribestream.chunker.Cutting.Piece;
import io.scribestream.chunker.Ticker.Pace;
import io.scribestream.chunker.fetch.FetchRoom.News;
import io.scribestream.chunker.state.Cursor;
import io.scribestream.chunker.state.Phase;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what the pool has cut to the topic: every chunk and the cursor that counts it in one transaction. One for each
 * stream task, on its thread only; it never waits.
 */
final class Dispatch {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private final CuttingRoom room;
    private final Fetching fetching;
    private final AudioSpread spread;
    private final Predicate<String> admitted;
    private final Ledger ledger;
    private final Outbox outbox;
    private final ProcessorContext<?, ?> context;
    private final Ticker ticker;
    private final JobTrace trace = new JobTrace();
    private final Map<String, Work> own = new HashMap<>();

    /** Jobs held in memory, by client; and whether the store has more that are wanted. */
    private final Map<String, Integer> held = new HashMap<>();

    private boolean more;

    Dispatch(
            CuttingRoom room,
            Fetching fetching,
            AudioSpread spread,
            Predicate<String> admitted,
            Ledger ledger,
            Outbox outbox,
            ProcessorContext<?, ?> context,
            Runnable tick) {
        this.room = room;
        this.fetching = fetching;
        this.spread = spread;
        this.admitted = admitted;
        this.ledger = ledger;
        this.outbox = outbox;
        this.context = context;
        this.ticker = new Ticker(context, tick);
        ticker.pace(Pace.FAST);
    }

    /** Lets a job take part that is still to be cut, or fetched before; where too many do, it waits in the store. */
    void enter(TranscriptionJob job, Cursor cursor) {
        String jobId = job.getJobId();
        if (!isWanted(jobId, cursor)) {
            return;
        }
        boolean fetch = fetching.isNeeded(jobId, cursor);
        if (!Backlog.hasRoom(fetch ? fetching.held() : held, job.getClient())) {
            more = true;
        } else if (fetch) {
            outbox.fetching(job, cursor);
            trace.fetchBegins(jobId, outbox.now());
            fetching.enter(job);
        } else {
            cut(job, cursor);
        }
    }

    private void cut(TranscriptionJob job, Cursor cursor) {
        String jobId = job.getJobId();
        Work work = new Work(jobId, job.getClient(), job.getPriority(), this);
        work.trace = JobTrace.of(cursor);
        work.sent = cursor.getNextIndex();
        work.secondsLeft = Cursors.secondsLeft(cursor);
        work.awaitsLanguage = Cursors.awaitsLanguage(cursor);
        own.put(jobId, work);
        held.merge(work.client, 1, Integer::sum);
        room.enter(work);
    }

    /** Something to cut, not taking part already, and a job of this process. */
    private boolean isWanted(String jobId, Cursor cursor) {
        return Cursors.isToCut(cursor) && !own.containsKey(jobId) && !fetching.has(jobId) && admitted.test(jobId);
    }

    /** Goes on with the jobs that were open when this task was last seen. */
    void takeUp() {
        findLost();
        ledger.forEachOpen((jobId, cursor) -> {
            fetching.claim(jobId, cursor);
            cursor.getUnheard().forEach(sent -> room.unheard().add(this, sent.getPartition()));
            if (cursor.getPhase() != Phase.QUEUED && isWanted(jobId, cursor)) {
                outbox.recovered(ledger.job(cursor), cursor);
                Meters.recovered();
            }
        });
        fromStore();
    }

    /** A job may have rested for days; the audio topic keeps a chunk for one, heard or not. */
    private void findLost() {
        Instant before = outbox.now().minus(Topics.AUDIO.retention().dividedBy(2));
        Map<String, Cursor> changed = new HashMap<>();
        ledger.forEachOpen((jobId, cursor) -> {
            if (Cursors.lose(cursor, before)) {
                changed.put(jobId, cursor);
            }
        });
        changed.forEach((jobId, cursor) -> ledger.keep(jobId, cursor, outbox.now()));
    }

    /** Those to be fetched and those to be cut are picked apart: many that wait for servers keep no others waiting. */
    private void fromStore() {
        Backlog toCut = new Backlog(held);
        Backlog toFetch = new Backlog(fetching.held());
        ledger.forEachOpen((jobId, cursor) -> {
            if (isWanted(jobId, cursor)) {
                Backlog backlog = fetching.isNeeded(jobId, cursor) ? toFetch : toCut;
                backlog.offer(new Waiting(jobId, cursor.getClient(), cursor.getOffset()));
            }
        });
        more = toCut.hasMore() || toFetch.hasMore();
        for (Waiting waiting : Stream.concat(toCut.chosen().stream(), toFetch.chosen().stream())
                .toList()) {
            Cursor cursor = ledger.cursor(waiting.jobId());
            enter(ledger.job(cursor), cursor);
        }
    }

    /** A result gave a credit back. */
    void heard(int partition) {
        room.unheard().remove(this, partition);
    }

    void languageFound(String jobId) {
        Work work = own.get(jobId);
        if (work != null) {
            room.languageFound(work);
        }
    }

    /** Ends a job without a transcript, wherever it stands; one that has its transcript keeps that, with its gaps. */
    void fail(String jobId, Cursor cursor, Failure why) {
        if (Redrives.isUnderWay(cursor)) {
            giveUpRedrive(jobId, cursor, why);
            return;
        }
        boolean again = cursor.getPhase() == Phase.ENDED;
        outbox.failed(ledger.job(cursor), cursor, why, again);
        cursor.setPhase(Phase.FAILED);
        cursor.setLost(List.of());
        ledger.keep(jobId, cursor, outbox.now());
        fetching.over(jobId, cursor, outbox.now());
        drop(jobId);
    }

    private void giveUpRedrive(String jobId, Cursor cursor, Failure why) {
        outbox.redriveGivenUp(ledger.job(cursor), cursor, why);
        Redrives.giveUp(cursor);
        ledger.keep(jobId, cursor, outbox.now());
        drop(jobId);
    }

    /** Sends what is due. */
    void tick() {
        long now = context.currentSystemTimeMs();
        boolean news = room.isBusy(this);
        fetching.news(outbox.now()).forEach(this::fetched);
        for (Work work : room.toOpen(this, now)) {
            Cursor cursor = ledger.cursor(work.jobId);
            room.open(work, ledger.job(cursor), new HashSet<>(cursor.getLost()), Cursors.hasEnded(cursor));
        }
        for (Work work : room.cutting(this)) {
            look(work, now);
        }
        for (Work work = room.release(this); work != null; work = room.release(this)) {
            send(work);
            news = true;
        }
        for (Work work : room.cutting(this)) {
            news |= finish(work);
        }
        boolean moves = news || room.isBusy(this);
        ticker.pace(own.isEmpty() && !fetching.isBusy() ? Pace.OFF : moves ? Pace.FAST : Pace.SLOW);
    }

    void close() {
        own.clear();
        held.clear();
        fetching.close();
        room.leave(this);
    }

    private void fetched(News news) {
        Cursor cursor = ledger.cursor(news.jobId());
        if (news instanceof News.Waits waits) {
            outbox.waits(ledger.job(cursor), cursor, waits.why(), waits.retryMillis(), waits.attempt());
        } else if (news instanceof News.Failed failed) {
            trace.fetchEnds(news.jobId(), cursor, outbox.now(), failed.why().toString());
            broken(news.jobId(), cursor, failed.why());
        } else {
            trace.fetchEnds(news.jobId(), cursor, outbox.now(), "");
            enter(ledger.job(cursor), cursor);
        }
        if (more && !(news instanceof News.Waits)) {
            lookForMore(cursor.getClient());
        }
    }

    private void look(Work work, long now) {
        Cutting cutting = room.cutting(work);
        if (cutting == null) {
            return;
        }
        Throwable failure = cutting.failure();
        if (failure != null) {
            failed(work, failure, now);
        } else if (cutting.isOpened()) {
            Cursor cursor = ledger.cursor(work.jobId);
            if (cursor.getPhase() == Phase.QUEUED) {
                start(work, cursor, cutting.declaredSeconds());
            }
        }
    }

    private void start(Work work, Cursor cursor, double declaredSeconds) {
        cursor.setPhase(Phase.CUTTING);
        cursor.setDeclaredSeconds(declaredSeconds);
        cursor.setMovedAt(outbox.now());
        ledger.keep(work.jobId, cursor, outbox.now());
        outbox.started(ledger.job(cursor), cursor);
        room.started(work, Cursors.secondsLeft(cursor));
    }

    private void send(Work work) {
        Cutting cutting = room.cutting(work);
        Piece piece = cutting == null ? null : cutting.take();
        if (cutting == null || piece == null) {
            throw new IllegalStateException("the job " + work.jobId + " was released without a chunk");
        }
        Cursor cursor = ledger.cursor(work.jobId);
        if (cursor.getPhase() == Phase.QUEUED) {
            // Opened on the pool since it was looked at: the chunk has to say how long its source is.
            start(work, cursor, cutting.declaredSeconds());
        }
        outbox.chunk(ledger.job(cursor), cursor, piece.index(), piece.cut());
        int partition = spread.taken(Topics.chunkKey(work.jobId, piece.index()));
        Cursors.sent(cursor, piece.index(), partition, outbox.now(), piece.cut().decoded());
        ledger.keep(work.jobId, cursor, outbox.now());
        room.sent(work, partition, cursor.getNextIndex(), Cursors.secondsLeft(cursor), Cursors.awaitsLanguage(cursor));
    }

    private boolean finish(Work work) {
        Cutting cutting = room.cutting(work);
        Ending decoded = cutting == null ? null : cutting.decoded();
        if (cutting == null || decoded == null) {
            return false;
        }
        Cursor cursor = ledger.cursor(work.jobId);
        sayDecoded(work, cursor, decoded);
        Ending ending = cutting.ending();
        if (ending == null) {
            return false;
        }
        // A source that was opened only for chunks that were lost has had its end.
        if (!Cursors.hasEnded(cursor)) {
            TranscriptionJob job = ledger.job(cursor);
            outbox.cut(job, cursor, ending);
            outbox.end(job, cursor, ending);
            cursor.setPhase(Phase.ENDED);
            cursor.setDeclaredSeconds(ending.declaredSeconds());
            ledger.keep(work.jobId, cursor, outbox.now());
        }
        fetching.over(work.jobId, cursor, outbox.now());
        drop(work.jobId);
        return true;
    }

    private void sayDecoded(Work work, Cursor cursor, Ending decoded) {
        if (!work.decoded && !Cursors.hasEnded(cursor)) {
            work.decoded = true;
            outbox.decoded(ledger.job(cursor), cursor, decoded);
        }
    }

    private void failed(Work work, Throwable failure, long now) {
        Cursor cursor = ledger.cursor(work.jobId);
        if (fetching.isNeeded(work.jobId, cursor)) {
            // Somebody emptied the spool: fetched again, from the start.
            drop(work.jobId);
            enter(ledger.job(cursor), cursor);
        } else if (failure instanceof UnavailableException away) {
            long retry = room.postpone(work, now);
            LOG.atWarn()
                    .addKeyValue("jobId", work.jobId)
                    .addKeyValue("attempt", work.attempts)
                    .log("source not there now: {}; trying again in {} ms", away.getMessage(), retry);
            outbox.waits(ledger.job(cursor), cursor, String.valueOf(away.getMessage()), retry, work.attempts);
        } else {
            broken(work.jobId, cursor, failure);
        }
    }

    /** Whose fault decides the fate: the input's ends the job, ours too, but loudly. */
    private void broken(String jobId, Cursor cursor, Throwable failure) {
        if (failure instanceof RejectedException rejected) {
            LOG.atInfo()
                    .addKeyValue("jobId", jobId)
                    .addKeyValue("reason", rejected.reason().code())
                    .log("source refused");
            fail(jobId, cursor, rejected.failure());
        } else {
            LOG.atError().addKeyValue("jobId", jobId).setCause(failure).log("cutting failed by a mistake of ours");
            outbox.deadLetter(
                    jobId,
                    ledger.raw(ledger.job(cursor)),
                    failure,
                    context.taskId().partition(),
                    cursor.getOffset(),
                    new RecordHeaders());
            fail(jobId, cursor, internal(failure));
        }
    }

    private static Failure internal(Throwable failure) {
        return new Failure(
                Reason.INTERNAL.code(),
                "a mistake in this program (" + failure.getClass().getSimpleName()
                        + "); the job is kept as a dead letter and can be sent again under another id");
    }

    private void drop(String jobId) {
        Work work = own.remove(jobId);
        if (work != null) {
            room.drop(work);
            held.computeIfPresent(work.client, (client, jobs) -> jobs == 1 ? null : jobs - 1);
            if (more) {
                lookForMore(work.client);
            }
        }
    }

    private void lookForMore(String client) {
        if (Backlog.isLow(held, client) || Backlog.isLow(fetching.held(), client)) {
            fromStore();
        }
    }
}

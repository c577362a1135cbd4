package io.scribestream.chunker;

import io.scribestream.chunker.fetch.FetchRoom;
import io.scribestream.chunker.fetch.FetchRoom.News;
import io.scribestream.chunker.state.Cursor;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** The jobs of one stream task whose sources have to be fetched first. On its thread only. */
final class Fetching {

    /** Long after the transaction in which a job ended is committed: until then a crash would bring the job back. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final FetchRoom room;
    private final Map<String, String> clients = new HashMap<>();
    private final Map<String, Integer> held = new HashMap<>();
    private final Queue<Spent> spent = new ArrayDeque<>();

    private record Spent(String jobId, Instant at) {}

    Fetching(FetchRoom room) {
        this.room = room;
    }

    /** Whether a source lies elsewhere. */
    boolean takes(Source source) {
        return room.takes(source);
    }

    /** Says that an open job may need what lies in the spool for it. */
    void claim(String jobId, Cursor cursor) {
        if (cursor.getRemote()) {
            room.spool().slot(jobId);
        }
    }

    /** Whether a job's source has to be fetched before it can be cut. */
    boolean isNeeded(String jobId, Cursor cursor) {
        return cursor.getRemote() && !room.spool().slot(jobId).isWhole();
    }

    boolean has(String jobId) {
        return clients.containsKey(jobId);
    }

    /** How many sources are being fetched, by client. */
    Map<String, Integer> held() {
        return held;
    }

    void enter(TranscriptionJob job) {
        clients.put(job.getJobId(), job.getClient());
        held.merge(job.getClient(), 1, Integer::sum);
        room.enter(job.getJobId(), job.getClient(), job.getSource(), this);
    }

    /** What happened since the last time; jobs whose source is there, or never will be, have left. */
    List<News> news(Instant now) {
        tidy(now);
        List<News> news = new ArrayList<>();
        for (News one : room.news(this, now.toEpochMilli())) {
            if (has(one.jobId())) { // else the job ended meanwhile
                news.add(one);
            }
            if (!(one instanceof News.Waits)) {
                forget(one.jobId());
            }
        }
        return news;
    }

    /** A job has ended, or sends nothing more: its source is not needed any longer. */
    void over(String jobId, Cursor cursor, Instant now) {
        if (!cursor.getRemote()) {
            return;
        }
        forget(jobId);
        room.cancel(jobId);
        spent.add(new Spent(jobId, now));
    }

    boolean isBusy() {
        return !clients.isEmpty() || !spent.isEmpty();
    }

    void close() {
        clients.clear();
        held.clear();
        room.leave(this);
    }

    private void forget(String jobId) {
        String client = clients.remove(jobId);
        if (client != null) {
            held.computeIfPresent(client, (name, jobs) -> jobs == 1 ? null : jobs - 1);
        }
    }

    private void tidy(Instant now) {
        while (!spent.isEmpty() && !spent.element().at().plus(KEPT).isAfter(now)) {
            room.drop(spent.remove().jobId());
        }
    }
}

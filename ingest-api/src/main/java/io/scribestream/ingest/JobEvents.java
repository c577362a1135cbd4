package io.scribestream.ingest;

import io.javalin.json.JsonMapper;
import io.scribestream.ingest.events.Pieces;
import io.scribestream.ingest.events.ServerEvents;
import io.scribestream.ingest.events.TextPosition;
import io.scribestream.ingest.state.BoardRow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one job, as events: {@code text} and {@code progress} while it runs, and at last {@code done},
 * {@code failed} or {@code cancelled}. The texts together are the transcript's text. Events are made of what the board
 * says when the client can take one, so that any instance goes on where another stopped.
 */
final class JobEvents implements Pieces {

    /** How long a browser that lost the connection waits. */
    private static final long RETRY_MILLIS = 2_000;

    private final String jobId;
    private final JobLookup jobs;
    private final LiveText text;
    private final JsonMapper json;
    private boolean begun;
    private boolean over;
    private @Nullable Progress told;

    /**
     * @param from UTF-16 units of the job's text that come before this; 0 once more where another version of the
     *     transcript took the place of the one that the client has
     */
    private record Text(String text, int from, int version) {}

    /** What makes another event worth its while. */
    private record Progress(String stage, double progress, double secondsDone, @Nullable Double secondsTotal) {

        static Progress of(JobStatus status) {
            return new Progress(status.stage(), status.progress(), status.secondsDone(), status.secondsTotal());
        }
    }

    JobEvents(String jobId, JobLookup jobs, LiveText text, JsonMapper json) {
        this.jobId = jobId;
        this.jobs = jobs;
        this.text = text;
        this.json = json;
    }

    @Override
    public byte @Nullable [] next() {
        if (!begun) {
            begun = true;
            return ServerEvents.retry(RETRY_MILLIS);
        }
        Optional<BoardRow> row = over ? Optional.empty() : jobs.find(jobId);
        if (row.isEmpty()) {
            over = true; // or it was removed
            return null;
        }
        String more = text.next(row.get());
        if (!more.isEmpty()) {
            int from = text.position().chars() - more.length();
            return event(
                    text.position(),
                    "text",
                    new Text(more, from, text.position().version()));
        }
        JobStatus status = jobs.brief(row.get());
        if (status.isOver()) {
            over = true;
            String outcome = status.state().equals("completed") ? "done" : status.state();
            return event(text.position().atTheEnd(), outcome, status);
        }
        Progress now = Progress.of(status);
        if (now.equals(told)) {
            return null;
        }
        told = now;
        return event(text.position(), "progress", status);
    }

    @Override
    public boolean isOver() {
        return over;
    }

    private byte[] event(TextPosition position, String name, Object data) {
        return ServerEvents.event(position.id(), name, json.toJsonString(data, data.getClass()));
    }
}

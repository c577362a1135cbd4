package io.scribestream.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.schemas.avro.JobEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All that was said of a job on the topic of events, in order: what happened to it, and when. */
public final class AuditRoute implements RouteSet {

    static final String EVENTS = AccessRoutes.ADMIN + "jobs/{id}/events";

    private final EventLog log;

    /** Text of the job is not among it: it belongs to the job's owner. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Event(
            String id,
            String at,
            String type,
            String stage,
            double progress,
            String reason,
            String message,
            Map<String, String> details,
            @JsonProperty("trace_id") String trace) {

        static Event of(EventLog.Entry entry) {
            JobEvent event = entry.event();
            return new Event(
                    event.getEventId(),
                    event.getAt().toString(),
                    event.getType().name().toLowerCase(Locale.ROOT),
                    event.getStage().name().toLowerCase(Locale.ROOT),
                    event.getProgress(),
                    event.getReason(),
                    event.getMessage(),
                    event.getDetails(),
                    entry.trace().id());
        }
    }

    public AuditRoute(EventLog log) {
        this.log = log;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(EVENTS, this::events);
    }

    private void events(Context ctx) {
        String id = ctx.pathParam("id");
        List<Event> events = log.of(id).stream().map(Event::of).toList();
        if (events.isEmpty()) {
            throw new ProblemException(
                    404, "unknown_job", "the topic of events holds nothing about a job '" + id + "'");
        }
        ctx.json(Map.of("id", id, "events", events));
    }
}

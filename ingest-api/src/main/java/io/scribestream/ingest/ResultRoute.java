package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.renderers.Format;
import io.scribestream.renderers.RenderOptions;
import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the transcript of a job that is completed: in the form asked for, only if it is another one, or a part of it. */
final class ResultRoute implements RouteSet {

    private static final List<String> PARAMETERS = List.of("format", "words", "gaps");

    /** The first is what a client gets who takes anything. */
    private static final List<Format> LIKED = List.of(Format.JSON, Format.TXT, Format.SRT, Format.VTT, Format.TSV);

    private final JobLookup jobs;
    private final BoardView board;

    ResultRoute(JobLookup jobs, BoardView board) {
        this.jobs = jobs;
        this.board = board;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        RouteSet.read(routes, IngestApi.JOBS + "/{id}/result", this::result);
    }

    private void result(Context ctx) throws IOException {
        Query query = Query.of(ctx, PARAMETERS);
        ctx.res().addHeader("Vary", "Accept");
        Format format = query.text("format").isEmpty() ? accepted(ctx) : named(query.text("format"));
        RenderOptions options = new RenderOptions(query.flag("words"), query.flag("gaps"));
        BoardRow row = jobs.row(ctx.pathParam("id"));
        Transcript transcript = board.transcript(row.getJobId()).orElseThrow(() -> none(jobs.brief(row)));
        Rendering rendering = Rendering.of(transcript, format, options);
        // What a client keeps it may show again only after it asked whether it is still so: the job may be removed.
        ctx.header("Cache-Control", "private, no-cache")
                .header("ETag", rendering.tag())
                .header("Accept-Ranges", "bytes");
        if (names(ctx.header("If-None-Match"), rendering.tag())) {
            ctx.status(304);
        } else {
            ctx.contentType(format.mediaType());
            send(ctx, rendering);
        }
    }

    private static void send(Context ctx, Rendering rendering) throws IOException {
        Optional<ByteRange> asked = asked(ctx, rendering);
        if (asked.filter(ByteRange::isOutside).isPresent()) {
            ctx.header("Content-Range", "bytes */" + rendering.length());
            throw new ProblemException(
                    416,
                    "no_such_range",
                    "this transcript has " + rendering.length() + " bytes, none of them in that range",
                    Map.of("length", rendering.length()));
        }
        ByteRange part = asked.orElse(new ByteRange(0, rendering.length()));
        if (asked.isPresent()) {
            ctx.status(206)
                    .header("Content-Range", "bytes " + part.from() + "-" + (part.to() - 1) + "/" + rendering.length());
        }
        ctx.res().setContentLengthLong(part.to() - part.from());
        if (ctx.method() != HandlerType.HEAD) {
            rendering.write(ctx.res().getOutputStream(), part); // not Javalin's, which would compress it
        }
    }

    /** Empty for all of it, also where the client has parts of what is no longer so. */
    private static Optional<ByteRange> asked(Context ctx, Rendering rendering) {
        String range = ctx.header("Range");
        String onlyOf = ctx.header("If-Range");
        boolean same = onlyOf == null || onlyOf.equals(rendering.tag());
        return range != null && same && ctx.method() == HandlerType.GET
                ? ByteRange.parse(range, rendering.length())
                : Optional.empty();
    }

    private static boolean names(String tags, String tag) {
        return tags != null
                && Arrays.stream(tags.split(","))
                        .map(String::strip)
                        .map(known -> known.startsWith("W/") ? known.substring(2) : known)
                        .anyMatch(known -> known.equals(tag) || known.equals("*"));
    }

    private static ProblemException none(JobStatus status) {
        return status.reason() == null
                ? new ProblemException(
                        409,
                        "not_ready",
                        "the transcript is not ready yet; " + IngestApi.JOBS + "/{id} says how far it is")
                : new ProblemException(
                        409, "job_failed", String.valueOf(status.message()), Map.of("reason", status.reason()));
    }

    private static Format named(String name) {
        try {
            return Format.parse(name);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, "unknown_format", String.valueOf(e.getMessage()));
        }
    }

    private static Format accepted(Context ctx) {
        List<String> types = LIKED.stream()
                .map(format -> format.mediaType().split(";", 2)[0])
                .toList();
        return Accept.parse(Optional.ofNullable(ctx.header("Accept")).orElse(""))
                .best(types)
                .map(LIKED::get)
                .orElseThrow(() -> new ProblemException(
                        406,
                        "not_acceptable",
                        "a transcript comes as " + String.join(", ", types),
                        Map.of("types", types)));
    }
}

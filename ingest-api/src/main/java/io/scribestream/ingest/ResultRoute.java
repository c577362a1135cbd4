package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.renderers.Format;
import io.scribestream.renderers.RenderOptions;
import io.scribestream.renderers.Renderers;
import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Gives the transcript of a job that is completed. */
final class ResultRoute implements RouteSet {

    private final JobLookup jobs;
    private final BoardView board;

    ResultRoute(JobLookup jobs, BoardView board) {
        this.jobs = jobs;
        this.board = board;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(IngestApi.JOBS + "/{id}/result", this::result);
    }

    private void result(Context ctx) throws IOException {
        Format format = format(ctx);
        BoardRow row = jobs.row(ctx.pathParam("id"));
        Transcript transcript = board.transcript(row.getJobId()).orElseThrow(() -> none(jobs.status(row, null)));
        boolean words = "true".equals(ctx.queryParam("words"));
        boolean gaps = "true".equals(ctx.queryParam("gaps"));
        ctx.contentType(format.mediaType());
        try (Writer out = new OutputStreamWriter(ctx.outputStream(), StandardCharsets.UTF_8)) {
            Renderers.render(transcript, format, new RenderOptions(words, gaps), out);
        }
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

    private static Format format(Context ctx) {
        String asked = ctx.queryParam("format");
        try {
            return asked == null ? Format.JSON : Format.parse(asked);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, "unknown_format", String.valueOf(e.getMessage()));
        }
    }
}

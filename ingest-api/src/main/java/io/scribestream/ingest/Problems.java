package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.scribestream.ingest.Admission.BusyException;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.TooMany.TooManyException;
import io.scribestream.ingest.letters.Letters;
import io.scribestream.ingest.uploads.UploadsAwayException;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an answer of whatever a route throws: a {@link Problem}, and never a stack trace. */
final class Problems implements RouteSet {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int PATIENCE_BYTES = 1 << 20;

    private static final String SHAPE = "scribe.problem-shape";

    @Override
    public void addTo(RoutesConfig routes) {
        routes.exception(BusyException.class, Problems::busy);
        routes.exception(TooManyException.class, (e, ctx) -> e.refusal().answer(ctx));
        routes.exception(ProblemException.class, (e, ctx) -> answer(ctx, e.problem()));
        routes.exception(Letters.RefusedException.class, Problems::settled);
        routes.exception(RejectedException.class, Problems::rejected);
        routes.exception(UploadsAwayException.class, Problems::uploadsAway);
        routes.exception(UnavailableException.class, (e, ctx) -> unavailable(ctx, e));
        routes.exception(InvalidStateStoreException.class, (e, ctx) -> unavailable(ctx, e));
        routes.exception(HttpResponseException.class, Problems::refused);
        routes.exception(EofException.class, (e, ctx) -> LOG.debug("a client went away", e));
        routes.exception(IOException.class, Problems::broken);
        routes.exception(Exception.class, Problems::failed);
    }

    /** How the clients of some routes read problems. */
    @FunctionalInterface
    interface Shape {
        void answer(Context ctx, Problem problem);
    }

    /** For what comes of this request from here on. */
    static void shape(Context ctx, Shape shape) {
        ctx.attribute(SHAPE, shape);
    }

    static void answer(Context ctx, Problem problem) {
        answer(ctx, problem, problem);
    }

    /** @param body the same with more to it, for clients that read problems as they are */
    static void answer(Context ctx, Problem problem, Object body) {
        if (problem.status() != 408) {
            readOn(ctx);
        }
        @Nullable Shape shape = ctx.attribute(SHAPE);
        if (shape == null) {
            ctx.status(problem.status()).json(body).contentType(Problem.MEDIA_TYPE);
        } else {
            shape.answer(ctx, problem);
        }
    }

    /** A client that still sends when the connection is closed may never read why: some of what it sends is taken first. */
    private static void readOn(Context ctx) {
        if (ctx.header("Expect") != null) {
            return; // It waits to be told whether it may send.
        }
        try {
            ctx.req().getInputStream().skip(PATIENCE_BYTES);
        } catch (IOException | ProblemException e) {
            LOG.debug("the rest of a request that was refused did not come", e);
        }
    }

    private static void busy(BusyException e, Context ctx) {
        ctx.header("Retry-After", Long.toString(e.retryAfter().toSeconds()));
        answer(ctx, e.problem());
    }

    private static void settled(Letters.RefusedException e, Context ctx) {
        answer(ctx, Problem.of(409, e.code(), String.valueOf(e.getMessage())));
    }

    private static void rejected(RejectedException e, Context ctx) {
        int status = e.reason() == Reason.TOO_LARGE ? 413 : 400;
        answer(ctx, Problem.of(status, e.reason().code(), String.valueOf(e.getMessage())));
    }

    private static void uploadsAway(UploadsAwayException e, Context ctx) {
        LOG.atWarn().addKeyValue("reason", e.getMessage()).log("an upload became no job");
        ctx.header("Retry-After", "30");
        answer(
                ctx,
                Problem.of(
                        503,
                        "upload_store_unavailable",
                        "the store of uploads takes no file now, so there is no job for this one; try again later"));
    }

    private static void unavailable(Context ctx, Exception e) {
        LOG.atWarn().setCause(e).log("a request could not be served");
        ctx.header("Retry-After", "5");
        answer(
                ctx,
                Problem.of(503, "unavailable", "something this needs does not answer; nothing was lost, try again"));
    }

    private static void refused(HttpResponseException e, Context ctx) {
        String asked = ctx.method() + " " + ctx.path();
        switch (e.getStatus()) {
            case 404 -> answer(ctx, Problem.of(404, "nothing_here", "there is nothing at " + asked));
            case 405 -> {
                String allowed = e.getDetails().getOrDefault("availableMethods", "");
                ctx.header("Allow", allowed);
                answer(ctx, Problem.of(405, "wrong_method", "there is no " + asked + "; there is " + allowed));
            }
            default -> answer(ctx, Problem.of(e.getStatus(), "refused", String.valueOf(e.getMessage())));
        }
    }

    /** Of the connection, mostly: what the disk refuses is told by its own exceptions. */
    private static void broken(IOException e, Context ctx) {
        if (e instanceof ClosedChannelException) {
            LOG.debug("a client went away", e);
        } else if (isTimeout(e)) {
            ctx.header("Connection", "close");
            answer(ctx, Problem.of(408, "too_slow", "the request did not come to its end in time"));
        } else {
            failed(e, ctx);
        }
    }

    private static boolean isTimeout(Throwable e) {
        return e instanceof TimeoutException || (e.getCause() != null && isTimeout(e.getCause()));
    }

    private static void failed(Exception e, Context ctx) {
        LOG.atError().addKeyValue("path", ctx.path()).setCause(e).log("a request failed");
        answer(ctx, Problem.of(500, "internal", "a mistake of ours; it was logged"));
    }
}

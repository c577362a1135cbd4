package io.scribestream.ingest.watch;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.scribestream.runtime.trace.CurrentTrace;
import io.scribestream.runtime.trace.Span;
import io.scribestream.runtime.trace.Trace;
import io.scribestream.runtime.trace.Traces;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A request as a part of the trace that its sender named, or as the first of one; what it sends on is a part of it. */
final class RequestSpan {

    /** As log lines call the trace. */
    static final String LOGGED = "traceId";

    private static final String ATTRIBUTE = "scribe.span";
    private static final int SERVERS_FAULT = 500;

    private final Traces.Open span;
    private final Trace parent;
    private final Instant began;

    private RequestSpan(Trace parent, Instant began) {
        this.span = Traces.begin(parent, began);
        this.parent = parent;
        this.began = began;
    }

    static void begin(Context ctx) {
        Trace parent = Trace.of(ctx.header(Trace.PARENT), ctx.header(Trace.STATE));
        RequestSpan begun = new RequestSpan(parent, Instant.now());
        ctx.attribute(ATTRIBUTE, begun);
        Trace trace = begun.span.trace();
        CurrentTrace.set(trace);
        if (trace.isNone()) {
            MDC.remove(LOGGED);
        } else {
            MDC.put(LOGGED, trace.id());
        }
    }

    static void end(Context ctx) {
        CurrentTrace.clear();
        MDC.remove(LOGGED);
        @Nullable RequestSpan begun = ctx.attribute(ATTRIBUTE);
        if (begun != null) {
            begun.span.end(begun.done(ctx));
        }
    }

    private Span done(Context ctx) {
        @Nullable Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
        String method = ctx.method().name();
        Map<String, String> attributes = new HashMap<>();
        attributes.put("http.request.method", method);
        attributes.put("http.response.status_code", Integer.toString(ctx.statusCode()));
        if (matched != null) {
            attributes.put("http.route", matched.path);
        }
        Span done = Span.of(matched == null ? method : method + " " + matched.path, parent, began, Instant.now())
                .of(Span.Kind.SERVER)
                .with(attributes);
        return ctx.statusCode() >= SERVERS_FAULT ? done.failed("HTTP " + ctx.statusCode()) : done;
    }
}

package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.access.Caller;
import io.scribestream.ingest.tus.PartialUpload;
import io.scribestream.ingest.tus.PartialUploads;
import io.scribestream.ingest.tus.PartialUploads.HeldException;
import io.scribestream.ingest.tus.PartialUploads.Hold;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that come in parts, by the tus protocol 1.0.0 with its extensions creation, creation-with-upload, termination and
 * expiration; Javalin itself obeys {@code X-HTTP-Method-Override}, as the protocol asks. The answer to the last byte leaves
 * when the file's job is accepted, and says where that is.
 */
final class TusRoutes implements RouteSet {

    static final String UPLOADS = "/api/v1/uploads";

    private static final Logger LOG = LoggerFactory.getLogger(TusRoutes.class);
    private static final String ONE = UPLOADS + "/{id}";
    private static final String VERSION = "1.0.0";
    private static final String BYTES = "application/offset+octet-stream";

    /** Where the job is that an upload has become. */
    private static final String JOB = "Scribestream-Job";

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final PartialUploads uploads;
    private final TusJobs jobs;
    private final Intake intake;
    private final long maxBytes;

    TusRoutes(PartialUploads uploads, TusJobs jobs, Intake intake, long maxBytes) {
        this.uploads = uploads;
        this.jobs = jobs;
        this.intake = intake;
        this.maxBytes = maxBytes;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.beforeMatched(UPLOADS, this::requireVersion);
        routes.beforeMatched(ONE, this::requireVersion);
        routes.options(UPLOADS, this::abilities);
        routes.options(ONE, this::abilities);
        routes.post(UPLOADS, this::create);
        routes.head(ONE, this::tell);
        routes.patch(ONE, this::append);
        routes.delete(ONE, this::terminate);
        routes.exception(
                HeldException.class,
                (e, ctx) -> Problems.answer(
                        ctx, Problem.of(423, "upload_busy", e.getMessage() + "; try again in a moment")));
    }

    private void requireVersion(Context ctx) {
        ctx.header("Tus-Resumable", VERSION);
        boolean asks = ctx.method().name().equals("OPTIONS");
        if (!asks && !VERSION.equals(ctx.header("Tus-Resumable"))) {
            ctx.header("Tus-Version", VERSION);
            throw new ProblemException(
                    412, "wrong_version", "this speaks tus " + VERSION + "; send the header Tus-Resumable: " + VERSION);
        }
    }

    private void abilities(Context ctx) {
        ctx.header("Tus-Version", VERSION)
                .header("Tus-Extension", "creation,creation-with-upload,termination,expiration")
                .header("Tus-Max-Size", Long.toString(maxBytes))
                .status(204);
    }

    private void create(Context ctx) throws IOException {
        long length = length(ctx);
        String metadata = header(ctx, "Upload-Metadata");
        // A client wants to hear before its gigabytes what is wrong with its options.
        intake.requireWebhooks(TusFields.read(metadata).terms());
        Caller caller = AccessRoutes.caller(ctx);
        intake.requireRoom(caller, length, () -> uploads.unfinished(caller.client()));
        PartialUpload upload = uploads.create(caller.client(), length, metadata);
        ctx.status(201).header("Location", UPLOADS + "/" + upload.id());
        LOG.atInfo()
                .addKeyValue("upload", upload.id())
                .addKeyValue("bytes", length)
                .log("upload begun");
        if (BYTES.equals(ctx.contentType())) {
            try (Hold hold = hold(upload.id())) {
                take(ctx, hold.upload(), 0);
            }
        } else {
            expires(ctx, upload);
        }
    }

    private void tell(Context ctx) {
        PartialUpload upload = own(ctx);
        long offset = uploads.offset(upload);
        if (offset == upload.length() && !uploads.isSent(upload)) {
            // A client that hears that all is there does not come again.
            try (Hold hold = hold(upload.id())) {
                jobs.finish(hold.upload());
            }
        }
        ctx.status(200).header("Upload-Length", Long.toString(upload.length())).header("Cache-Control", "no-store");
        if (!upload.metadata().isEmpty()) {
            ctx.header("Upload-Metadata", upload.metadata());
        }
        progress(ctx, upload, offset);
    }

    private void append(Context ctx) throws IOException {
        own(ctx);
        if (!BYTES.equals(ctx.contentType())) {
            throw new ProblemException(415, "wrong_type", "the bytes of an upload are sent as " + BYTES);
        }
        long offset = number(ctx, "Upload-Offset");
        try (Hold hold = hold(ctx.pathParam("id"))) {
            long have = uploads.offset(hold.upload());
            if (offset != have) {
                ctx.header("Upload-Offset", Long.toString(have));
                throw new ProblemException(
                        409,
                        "wrong_offset",
                        "there are " + have + " bytes of the upload, so the next ones begin at " + have + ", not at "
                                + offset);
            }
            take(ctx.status(204), hold.upload(), have);
        }
    }

    /** Puts the request's bytes behind those that are there, and makes a job of them if there are all. */
    private void take(Context ctx, PartialUpload upload, long have) throws IOException {
        long announced = Math.max(0, ctx.req().getContentLengthLong());
        if (have + announced > upload.length()) {
            throw new ProblemException(
                    413,
                    "too_large",
                    "with these bytes the upload had more than the " + upload.length()
                            + " that Upload-Length announced",
                    Map.of("limit", upload.length()));
        }
        intake.requireSpace(upload.length() - have);
        long offset = have < upload.length() ? received(ctx, upload) : have;
        if (offset == upload.length()) {
            jobs.finish(upload);
        }
        progress(ctx, upload, offset);
    }

    private long received(Context ctx, PartialUpload upload) throws IOException {
        try {
            return uploads.append(upload, ctx.req().getInputStream());
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("upload", upload.id()).setCause(e).log("a part of an upload was cut off");
            throw new ProblemException(408, "cut_off", "the bytes stopped coming; those that came are kept");
        }
    }

    private void terminate(Context ctx) {
        own(ctx);
        try (Hold hold = hold(ctx.pathParam("id"))) {
            uploads.remove(hold.upload());
        }
        ctx.status(204);
    }

    private void progress(Context ctx, PartialUpload upload, long offset) {
        ctx.header("Upload-Offset", Long.toString(offset));
        if (offset == upload.length()) {
            ctx.header(JOB, IngestApi.JOBS + "/" + upload.id());
        } else {
            expires(ctx, upload);
        }
    }

    private void expires(Context ctx, PartialUpload upload) {
        uploads.expires(upload).ifPresent(time -> ctx.header("Upload-Expires", HTTP_DATE.format(time)));
    }

    /** Another client's upload is none at all. */
    private PartialUpload own(Context ctx) {
        String id = ctx.pathParam("id");
        return uploads.find(id)
                .filter(upload -> AccessRoutes.caller(ctx).owns(upload.client()))
                .orElseThrow(() -> unknown(id));
    }

    private Hold hold(String id) {
        return uploads.hold(id).orElseThrow(() -> unknown(id));
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(
                404, "unknown_upload", "there is no upload with the id '" + id + "', or no more; begin a new one");
    }

    private long length(Context ctx) {
        if (ctx.header("Upload-Defer-Length") != null) {
            throw new ProblemException(
                    400, "wrong_value", "an upload has to say its length when it begins, in the header Upload-Length");
        }
        long length = number(ctx, "Upload-Length");
        if (length == 0) {
            throw new ProblemException(400, "empty_file", "the file has no bytes");
        }
        if (length > maxBytes) {
            ctx.header("Tus-Max-Size", Long.toString(maxBytes));
            throw new ProblemException(
                    413,
                    "too_large",
                    "the upload has more than the " + maxBytes + " bytes allowed",
                    Map.of("limit", maxBytes));
        }
        return length;
    }

    private static long number(Context ctx, String name) {
        String text = header(ctx, name);
        if (!text.matches("\\d{1,18}")) {
            throw new ProblemException(
                    400, "wrong_value", "the header " + name + " is a whole number of bytes, not '" + text + "'");
        }
        return Long.parseLong(text);
    }

    private static String header(Context ctx, String name) {
        @Nullable String text = ctx.header(name);
        return text == null ? "" : text.strip();
    }
}

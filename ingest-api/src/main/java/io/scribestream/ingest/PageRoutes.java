package io.scribestream.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.renderers.Format;
import io.scribestream.schemas.Languages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The page for people, and what it is made of. It holds nothing of anybody: whoever opens it sees their own jobs by way of
 * the API, with a key where one is needed.
 */
public final class PageRoutes implements RouteSet {

    private static final String INDEX = "index.html";
    private static final String PARTS = "/page/";

    private static final List<String> FILES = List.of(
            "page.css",
            "icon.svg",
            "api.js",
            "events.js",
            "follow.js",
            "joblist.js",
            "jobview.js",
            "page.js",
            "player.js",
            "reader.js",
            "say.js",
            "words.js");

    /** Nothing from elsewhere, and nothing that a text could turn into; recordings are played from the visitor's disk. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Choices choices;

    private record Language(String code, String name) {}

    private record Choices(
            List<Language> languages, List<String> formats, @JsonProperty("max_upload_bytes") long maxUploadBytes) {}

    /** @param tag another one for other bytes */
    private record Part(byte[] bytes, String type, String tag) {}

    /** @param maxUploadBytes the largest file that is taken */
    public PageRoutes(long maxUploadBytes) {
        this.choices = new Choices(
                Languages.codes().stream()
                        .map(code -> new Language(code, Languages.name(code)))
                        .toList(),
                Arrays.stream(Format.values()).map(Format::extension).toList(),
                maxUploadBytes);
    }

    /** Whether a route is the page's: those are for who has no key yet. */
    static boolean isPage(String route) {
        return route.equals("/") || route.startsWith(PARTS);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        Part index = read(INDEX);
        routes.get("/", ctx -> send(ctx, index));
        routes.get(PARTS + "choices.json", ctx -> ctx.json(choices));
        for (String file : FILES) {
            Part part = read(file);
            routes.get(PARTS + file, ctx -> send(ctx, part));
        }
    }

    /** Kept by browsers, but asked about each time: after an update no two parts of different ages meet. */
    private static void send(Context ctx, Part part) {
        ctx.header("Content-Security-Policy", POLICY)
                .header("Cache-Control", "no-cache")
                .header("ETag", part.tag());
        if (part.tag().equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
            return;
        }
        ctx.contentType(part.type()).result(part.bytes());
    }

    private static Part read(String file) {
        try (InputStream in = PageRoutes.class.getResourceAsStream("page/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the page's " + file + " is missing in this build");
            }
            byte[] bytes = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            String tag = '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
            return new Part(bytes, TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), ""), tag);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package io.scribestream.ingest;

import io.javalin.http.Context;
import io.scribestream.ingest.BoardView.Asked;
import io.scribestream.ingest.BoardView.Page;
import io.scribestream.ingest.Problem.ProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which jobs a client wants to see.
 *
 * @param state empty for any
 * @param since in milliseconds since 1970, as is until, which is not within
 * @param after place of the job behind which to go on; empty for the first page
 */
record Listing(Map<String, String> written, String state, long since, long until, int limit, String after) {

    static final List<String> PARAMETERS = List.of("state", "since", "until", "limit", "cursor");

    private static final List<String> STATES = List.of("queued", "running", "completed", "failed", "cancelled");
    private static final int MOST = 200;
    private static final int USUAL = 50;

    /** @throws ProblemException with 400 if a parameter is not as it should be */
    static Listing of(Context ctx) {
        Query query = Query.of(ctx, PARAMETERS);
        return new Listing(
                query.values(),
                state(query.text("state")),
                time(query, "since", 0),
                time(query, "until", Long.MAX_VALUE),
                limit(query.text("limit")),
                place(query));
    }

    Asked of(String list) {
        return new Asked(list, since, until, after, limit);
    }

    boolean wants(JobStatus job) {
        return state.isEmpty() || state.equals(job.state());
    }

    /** The address of the next page. */
    String next(Page page) {
        Map<String, String> parameters = new LinkedHashMap<>(written);
        parameters.put(
                "cursor",
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(page.next().getBytes(StandardCharsets.UTF_8)));
        return IngestApi.JOBS + "?"
                + parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    private static String state(String text) {
        if (text.isEmpty() || STATES.contains(text)) {
            return text;
        }
        throw wrong("state", String.join(", ", STATES), text);
    }

    private static long time(Query query, String name, long otherwise) {
        if (!query.values().containsKey(name)) {
            return otherwise;
        }
        String text = query.text(name);
        try {
            return Math.max(0, OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException e) {
            throw wrong(name, "a time such as 2026-01-31T12:00:00Z", text);
        }
    }

    private static int limit(String text) {
        if (text.isEmpty()) {
            return USUAL;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw wrong("limit", "a whole number from 1 to " + MOST, text);
        }
        throw wrong("limit", "a whole number from 1 to " + MOST, text);
    }

    private static String place(Query query) {
        if (!query.values().containsKey("cursor")) {
            return "";
        }
        String cursor = query.text("cursor");
        try {
            String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (BoardTimes.isPlace(place)) {
                return place;
            }
        } catch (IllegalArgumentException e) {
            throw wrong("cursor", "what the 'next' of a page has", cursor);
        }
        throw wrong("cursor", "what the 'next' of a page has", cursor);
    }

    private static ProblemException wrong(String name, String expected, String was) {
        return new ProblemException(
                400, "wrong_value", "the query parameter '" + name + "' is " + expected + ", not '" + was + "'");
    }
}

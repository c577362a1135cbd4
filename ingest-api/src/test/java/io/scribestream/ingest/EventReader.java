package io.scribestream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/** A client of server-sent events, as the HTML standard describes one. For one thread. */
final class EventReader implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream body;
    private final Scanner lines;

    /**
     * @param name empty for a comment
     * @param data of a comment, its text
     */
    record Event(String id, String name, String data) {
        JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + data, e);
            }
        }
    }

    private EventReader(InputStream body) {
        this.body = body;
        this.lines = new Scanner(body, StandardCharsets.UTF_8).useDelimiter("\n\n");
    }

    static EventReader open(HttpClient client, URI uri, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new AssertionError(
                    answer.statusCode() + ": " + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        if (!answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")) {
            throw new AssertionError("not events: " + answer.headers());
        }
        return new EventReader(answer.body());
    }

    static EventReader of(InputStream body) {
        return new EventReader(body);
    }

    /** The next event or comment; waits for it. */
    Event next() {
        while (true) {
            Event event = parse(lines.next());
            if (!event.data().isEmpty()) {
                return event;
            }
        }
    }

    /** All that comes until the server closes the stream. */
    List<Event> rest() {
        List<Event> rest = new ArrayList<>();
        while (lines.hasNext()) {
            Event event = parse(lines.next());
            if (!event.data().isEmpty()) {
                rest.add(event);
            }
        }
        return rest;
    }

    /** The text of all events, as it is joined by a client. */
    static String text(List<Event> events) {
        StringBuilder text = new StringBuilder();
        events.stream()
                .filter(event -> event.name().equals("text"))
                .forEach(event -> text.append(event.json().path("text").asText()));
        return text.toString();
    }

    @Override
    public void close() throws Exception {
        body.close();
    }

    private static Event parse(String block) {
        String id = "";
        String name = "";
        String data = "";
        for (String line : block.split("\n")) {
            if (line.startsWith(": ")) {
                data = line.substring(2);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            }
        }
        return new Event(id, name, data);
    }
}

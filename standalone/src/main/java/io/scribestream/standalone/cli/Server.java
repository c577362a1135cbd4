package io.scribestream.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A running server, spoken to over its HTTP API. */
final class Server {

    /** The server refused, and said why. */
    static final class RefusedException extends RuntimeException {
        RefusedException(String message) {
            super(message);
        }
    }

    private static final String JOBS = "/api/v1/transcriptions";
    private static final String LETTERS = "/api/v1/admin/dead-letters";
    private static final String WEBHOOKS = "/api/v1/admin/webhooks";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final String key;
    private final HttpClient http;

    /** @param key sent with every request; empty for none */
    Server(URI base, String key) {
        this.base = base;
        this.key = key;
        this.http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** Uploads a file and sends a job for it. */
    JsonNode submit(Path file, Map<String, String> options) {
        try (InputStream content = Files.newInputStream(file)) {
            return submit(String.valueOf(file.getFileName()), content, options);
        } catch (IOException e) {
            throw new RefusedException("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** Reads a URL and sends what is there, as if it were a file: nothing is kept on this machine. */
    JsonNode submit(URI source, Map<String, String> options) {
        HttpRequest request =
                HttpRequest.newBuilder(source).timeout(Duration.ofSeconds(30)).build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream content = response.body()) {
                if (response.statusCode() != 200) {
                    throw new RefusedException(source + " answered " + response.statusCode());
                }
                String path = source.getPath();
                return submit(path.substring(path.lastIndexOf('/') + 1), content, options);
            }
        } catch (IOException e) {
            throw new RefusedException("cannot read " + source + ": " + why(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("interrupted while reading " + source, e);
        }
    }

    JsonNode status(String id) {
        return json(get(JOBS + "/" + id));
    }

    /**
     * What happens to a job, from where the events left off that were seen last.
     *
     * @param lastEventId empty from the start
     * @throws IOException if the connection breaks
     */
    JobEvents events(String id, String lastEventId) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(JOBS + "/" + id + "/events"));
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<InputStream> response =
                    http.send(withKey(request.build()), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() >= 300) {
                try (InputStream body = response.body()) {
                    throw new RefusedException(
                            refusal(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
            return new JobEvents(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("interrupted while asking " + base, e);
        }
    }

    /** That nobody answers. */
    EnvironmentException unreachable(IOException e) {
        return new EnvironmentException(
                Lack.UNREACHABLE,
                "no server answers at " + base + " (" + why(e)
                        + "); start one with 'scribe serve', or name another with --server",
                e);
    }

    JsonNode list() {
        return json(get(JOBS + "?limit=200"));
    }

    /** The transcript as the server rendered it. */
    String result(String id, String format, boolean words, boolean gaps) {
        return get(JOBS + "/" + id + "/result?format=" + format + (words ? "&words=true" : "")
                + (gaps ? "&gaps=true" : ""));
    }

    /** Orders that the gaps of a job are heard again; what is not given is as in the job. */
    JsonNode redrive(String id, @Nullable String language, @Nullable String prompt) {
        ObjectNode order = JSON.createObjectNode();
        if (language != null) {
            order.put("language", language);
        }
        if (prompt != null) {
            order.put("prompt", prompt);
        }
        return json(post(JOBS + "/" + id + "/redrive", order.toString()));
    }

    JsonNode letters() {
        return json(get(LETTERS));
    }

    JsonNode letter(String id) {
        return json(get(LETTERS + "/" + id));
    }

    JsonNode redriveLetter(String id) {
        return json(post(LETTERS + "/" + id + "/redrive", ""));
    }

    JsonNode dropLetter(String id) {
        return json(delete(LETTERS + "/" + id));
    }

    /** What lies at a path. */
    JsonNode at(String path) {
        return json(get(path));
    }

    /** An order without a body. */
    JsonNode order(String path) {
        return json(post(path, ""));
    }

    /** A name as a part of a path. */
    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode webhooks() {
        return json(get(WEBHOOKS));
    }

    JsonNode redeliver(String webhookId) {
        return json(post(WEBHOOKS + "/" + webhookId + "/redeliver", ""));
    }

    /** Orders that a job ends. */
    JsonNode cancel(String id) {
        return json(delete(JOBS + "/" + id + "?only=running"));
    }

    private JsonNode submit(String name, InputStream content, Map<String, String> options) {
        String boundary = "scribe-" + UUID.randomUUID();
        StringBuilder head = new StringBuilder();
        options.forEach((key, value) -> head.append("--" + boundary + "\r\n")
                .append("Content-Disposition: form-data; name=\"" + key + "\"\r\n\r\n" + value + "\r\n"));
        head.append("--" + boundary + "\r\n")
                .append("Content-Disposition: form-data; name=\"file\"; filename=\"")
                .append(name.isBlank() ? "source" : name.replaceAll("[\"\\r\\n]", "_"))
                .append("\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        InputStream body = new SequenceInputStream(Collections.enumeration(
                List.of(bytes(head.toString()), content, bytes("\r\n--" + boundary + "--\r\n"))));
        HttpRequest request = HttpRequest.newBuilder(base.resolve(JOBS))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body))
                .build();
        return json(send(request));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private String get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).build());
    }

    private String delete(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .DELETE()
                .build());
    }

    private String post(String path, String body) {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    http.send(withKey(request), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() >= 300) {
                throw new RefusedException(refusal(response.statusCode(), response.body()));
            }
            return response.body();
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("interrupted while asking " + base, e);
        }
    }

    private HttpRequest withKey(HttpRequest request) {
        if (key.isEmpty()) {
            return request;
        }
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .header("Authorization", "Bearer " + key)
                .build();
    }

    private static String refusal(int status, String body) {
        try {
            JsonNode problem = JSON.readTree(body);
            String sentence =
                    problem.path("detail").asText(problem.path("title").asText(""));
            if (!sentence.isEmpty()) {
                return sentence;
            }
        } catch (JsonProcessingException e) {
            return "the server answered " + status + ": " + body.strip();
        }
        return "the server answered " + status;
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new RefusedException("the server's answer is no JSON: " + e.getOriginalMessage());
        }
    }

    private static String why(IOException e) {
        return e.getMessage() == null || e.getMessage().isBlank() ? e.getClass().getSimpleName() : e.getMessage();
    }
}

package io.scribestream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.standalone.Patience;
import io.scribestream.testkit.TimedWord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The HTTP API as any client speaks to it. */
public final class Api {

    private static final String JOBS = "/api/v1/transcriptions";
    private static final String BOUNDARY = "a-line-that-no-recording-holds";
    private static final Set<String> OVER = Set.of("completed", "failed", "cancelled");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    public Api(URI base) {
        this.base = base;
    }

    /** Sends a form with a file, and whatever other fields. */
    public HttpResponse<String> post(String fileName, byte[] content, Map<String, String> fields)
            throws IOException, InterruptedException {
        return form(JOBS, fileName, content, fields, Map.of());
    }

    /** The same to another path, with more headers. */
    public HttpResponse<String> form(
            String path, String fileName, byte[] content, Map<String, String> fields, Map<String, String> headers)
            throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            body.writeBytes(utf8("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field.getKey()
                    + "\"\r\n\r\n" + field.getValue() + "\r\n"));
        }
        body.writeBytes(utf8("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + fileName + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
        body.writeBytes(content);
        body.writeBytes(utf8("\r\n--" + BOUNDARY + "--\r\n"));
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
        return send("POST", path, body.toByteArray(), all);
    }

    public HttpResponse<String> send(String method, String path, byte[] body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends an address to fetch a recording from, which must be accepted; gives the job's id. */
    public String submit(URI recording, String language) throws IOException, InterruptedException {
        String body = json.writeValueAsString(
                Map.of("source", Map.of("url", recording.toString()), "options", Map.of("language", language)));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(base.resolve(JOBS))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return read(answer).path("id").asText();
    }

    /** Sends a recording, which must be accepted; gives the job's id. */
    public String submit(Path recording, Map<String, String> fields) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(recording.getFileName().toString(), Files.readAllBytes(recording), fields);
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return read(answer).path("id").asText();
    }

    /** Sends a job in JSON, which must be accepted; gives its id. */
    public String submit(String job) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(base.resolve(JOBS))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(job))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return read(answer).path("id").asText();
    }

    public HttpResponse<String> cancel(String id) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(base.resolve(JOBS + "/" + id)).DELETE().build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    public JsonNode status(String id) throws IOException, InterruptedException {
        return read(get(JOBS + "/" + id));
    }

    /** Every status that was seen until the job had an outcome; the last one has it. */
    public List<JsonNode> follow(String id) throws Exception {
        List<JsonNode> seen = new ArrayList<>();
        Patience.until("an outcome of job " + id, () -> {
            seen.add(status(id));
            return OVER.contains(seen.get(seen.size() - 1).path("state").asText());
        });
        return seen;
    }

    public JsonNode outcome(String id) throws Exception {
        List<JsonNode> seen = follow(id);
        return seen.get(seen.size() - 1);
    }

    public HttpResponse<String> result(String id, String format) throws IOException, InterruptedException {
        return get(JOBS + "/" + id + "/result?format=" + format);
    }

    /** The transcript of a job, once it is there, with its words. */
    public JsonNode transcript(String id) throws Exception {
        JsonNode outcome = outcome(id);
        if (!outcome.path("state").asText().equals("completed")) {
            throw new AssertionError(outcome.toPrettyString());
        }
        return read(result(id, "json&words=true"));
    }

    /** The words of the segments that are trusted. */
    public static List<TimedWord> words(JsonNode transcript) {
        List<TimedWord> words = new ArrayList<>();
        for (JsonNode segment : transcript.path("segments")) {
            if (!segment.hasNonNull("suppressed")) {
                for (JsonNode word : segment.path("words")) {
                    words.add(new TimedWord(
                            word.path("text").asText(),
                            word.path("start").asDouble(),
                            word.path("end").asDouble()));
                }
            }
        }
        return words;
    }

    public JsonNode read(HttpResponse<String> answer) throws IOException {
        return json.readTree(answer.body());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

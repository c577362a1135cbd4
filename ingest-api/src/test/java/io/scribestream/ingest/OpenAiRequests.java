package io.scribestream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What tests of the routes of OpenAI share: forms with a recording, and the jobs that come of them. */
abstract class OpenAiRequests extends BoardApiTest {

    static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";

    static final ObjectMapper JSON = new ObjectMapper();

    final void done(TranscriptionJob job, String text) {
        done(job.getJobId(), text);
    }

    final void failed(TranscriptionJob job, String reason) {
        failed(job.getJobId(), reason);
    }

    /** The job of the request that came so late; waits for it. */
    final TranscriptionJob job(int index) throws Exception {
        Waiting.until("the job is there", () -> jobs().size() > index);
        return jobs().get(index);
    }

    final List<TranscriptionJob> jobs() {
        return api.producer.history().stream()
                .filter(record -> record.value() instanceof TranscriptionJob)
                .map(record -> (TranscriptionJob) record.value())
                .toList();
    }

    final List<JobCommand> orders() {
        return api.producer.history().stream()
                .filter(record -> record.value() instanceof JobCommand)
                .map(record -> (JobCommand) record.value())
                .toList();
    }

    final CompletableFuture<HttpResponse<String>> ask(String path, String... fields) {
        return client.sendAsync(form(path, fields).build(), HttpResponse.BodyHandlers.ofString());
    }

    final HttpRequest.Builder form(String path, String... fields) {
        return formOf("sound", path, fields);
    }

    final HttpRequest.Builder formOf(String sound, String path, String... fields) {
        return HttpRequest.newBuilder(api.uri(path))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(body(sound, fields)));
    }

    /** On a connection of its own, of which nothing is read. */
    final Socket send(String path, String headers, String... fields) throws Exception {
        byte[] body = body("sound", fields).getBytes(StandardCharsets.UTF_8);
        Socket socket = new Socket("127.0.0.1", api.port());
        String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers
                + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        return socket;
    }

    private static String body(String sound, String... fields) {
        StringBuilder body = new StringBuilder();
        body.append("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"talk.wav\"\r\n\r\n")
                .append(sound)
                .append("\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            body.append("--b\r\nContent-Disposition: form-data; name=\"")
                    .append(fields[i])
                    .append("\"\r\n\r\n")
                    .append(fields[i + 1])
                    .append("\r\n");
        }
        return body.append("--b--\r\n").toString();
    }

    static JsonNode error(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body()).path("error");
    }
}

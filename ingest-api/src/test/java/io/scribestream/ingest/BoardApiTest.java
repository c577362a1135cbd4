package io.scribestream.ingest;

import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.schemas.Topics;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The start of tests that follow jobs over HTTP: each has an API of its own over a board that the test writes on. */
@Timeout(120)
abstract class BoardApiTest {

    @TempDir
    Path folder;

    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    BoardApi api;

    @BeforeEach
    void start() {
        api = new BoardApi(folder, BoardApi.QUICK, List.of());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    /** Another API, over a new board. */
    final void restart(LiveRoom.Timing timing, RouteSet... before) {
        api.close();
        api = new BoardApi(folder, timing, List.of(before));
    }

    final void done(String jobId, String text) {
        api.send(Topics.DONE, jobId, Examples.transcript(jobId, "upload-1", text));
    }

    final void failed(String jobId, String reason) {
        api.send(Topics.ERROR, jobId, Examples.failure(jobId, reason));
    }

    /** @param headers names and values, one behind the other */
    final HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

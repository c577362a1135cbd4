package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowCommandTest {

    private static final String NONE = "none";

    /** What each connection says before it ends. */
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    private final List<String> lastEventIds = new CopyOnWriteArrayList<>();
    private HttpServer web;

    @BeforeEach
    void start() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/api/v1/transcriptions/job-1/events", this::answer);
        web.start();
    }

    @AfterEach
    void stop() {
        web.stop(0);
    }

    @Test
    void printsTheTextOnceThoughTheConnectionBreaks() {
        said.add("retry: 2000\n\n" + event("1.0", "progress", "{}") + event("1.3", "text", "{\"text\":\"one\"}"));
        said.add(": still here\n\n"
                + event("1.7", "text", "{\"text\":\" two\"}")
                + event("1.7.end", "done", "{\"state\":\"completed\"}"));

        Said followed = Said.by("follow", "job-1", "--server", server());

        assertThat(followed.exit()).as(followed.err()).isEqualTo(ExitCodes.DONE);
        assertThat(followed.out()).isEqualTo("one two\n");
        assertThat(lastEventIds).containsExactly(NONE, "1.3");
    }

    @Test
    void endsWithTheReasonOfAJobThatFailed() {
        said.add(event("1.0.end", "failed", "{\"state\":\"failed\",\"message\":\"There is no sound in it.\"}"));

        Said followed = Said.by("follow", "job-1", "--server", server());

        assertThat(followed.exit()).isEqualTo(ExitCodes.JOB_FAILED);
        assertThat(followed.err()).contains("the job is failed: There is no sound in it.");
    }

    @Test
    void saysThatThereIsNoSuchJobOrNoServer() {
        assertThat(Said.by("follow", "job-2", "--server", server()).exit()).isEqualTo(ExitCodes.JOB_FAILED);
        Said nobody = Said.by("follow", "job-1", "--server", "http://127.0.0.1:1");
        assertThat(nobody.exit()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(nobody.err()).contains("no server answers");
        assertThat(Said.by("follow", "job/1", "--server", server()).exit()).isEqualTo(ExitCodes.WRONG_USE);
    }

    private String server() {
        return "http://127.0.0.1:" + web.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        lastEventIds.add(last == null ? NONE : last);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(said.remove().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String event(String id, String name, String data) {
        return "id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n";
    }
}

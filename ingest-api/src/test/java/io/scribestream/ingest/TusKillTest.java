package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.chaos.ProcessUnderTest;
import io.scribestream.testkit.chaos.Program;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of an upload when its process is killed in the middle of a part. */
class TusKillTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SENT = 300_000;

    @TempDir
    Path folder;

    /** Serves until it is killed. */
    static final class Child {
        public static void main(String[] arguments) {
            TusServer server = new TusServer(Path.of(arguments[0]));
            System.out.println("port=" + server.port() + ";");
        }
    }

    @Test
    void keepsEveryByteThatItHadToldOf() throws Exception {
        Path uploads = folder.resolve("uploads");
        Program program =
                new Program("api", Child.class.getName(), List.of("-Xmx64m"), List.of(uploads.toString()), Map.of());
        try (ProcessUnderTest child = new ProcessUnderTest(program, folder)) {
            child.start();
            int port = Integer.parseInt(child.await("port=(\\d+);", PATIENCE));
            String path = create(port);
            long told;
            try (Socket socket = new Socket("127.0.0.1", port)) {
                String head = "PATCH " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer anna\r\n"
                        + "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Length: 1000000\r\n"
                        + "Content-Type: application/offset+octet-stream\r\n\r\n";
                socket.getOutputStream().write((head + "x".repeat(SENT)).getBytes(StandardCharsets.UTF_8));
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                do {
                    told = offset(port, path);
                    assertThat(System.nanoTime()).isLessThan(deadline);
                } while (told < SENT);
                child.kill();
            }

            child.start();

            int again = Integer.parseInt(child.await("port=(\\d+);", PATIENCE));
            assertThat(offset(again, path)).isEqualTo(told).isEqualTo(SENT);
        }
    }

    private static String create(int port) throws Exception {
        HttpRequest request = request(port, TusServer.UPLOADS)
                .method("POST", HttpRequest.BodyPublishers.noBody())
                .header("Upload-Length", "1000000")
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private static long offset(int port, String path) throws Exception {
        HttpRequest request = request(port, path)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .headers()
                .firstValueAsLong("Upload-Offset")
                .orElseThrow();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer anna")
                .header("Tus-Resumable", "1.0.0");
    }
}

package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.JOBS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over raw sockets: no client library is so slow. */
@Timeout(60)
class SlowClientsTest {

    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final int CONNECTIONS = 10;
    private static final String UPLOAD =
            "POST " + JOBS + " HTTP/1.1\r\nHost: a\r\nContent-Type: audio/wav\r\nContent-Length: 900\r\n\r\n";

    @TempDir
    Path folder;

    private ApiUnderTest api;

    @BeforeEach
    void start() {
        api = new ApiUnderTest(folder, new HttpLimits(SILENCE, 100_000, CONNECTIONS), new FakeRequests());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void cutsOffWhoFallsSilentInTheMiddle() throws Exception {
        assertThat(RawHttp.ask(api.port(), UPLOAD + "some"))
                .startsWith("HTTP/1.1 408 ")
                .doesNotContain("\tat ");
        assertThat(isEmpty()).isTrue();
    }

    @Test
    void cutsOffWhoSendsAByteNowAndThen() throws Exception {
        assertThat(trickle(UPLOAD)).startsWith("HTTP/1.1 408 ").contains("too_slow", "100000 bytes a second");
        assertThat(isEmpty()).isTrue();
    }

    @Test
    void cutsOffAFormThatComesByteByByte() throws Exception {
        String form = "POST " + JOBS + " HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                + "Content-Length: 900\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
        assertThat(trickle(form)).startsWith("HTTP/1.1 408 ").contains("too_slow");
        assertThat(isEmpty()).isTrue();
    }

    @Test
    void cutsOffWhoseHeadHasNoEnd() throws Exception {
        assertThat(trickle("GET " + JOBS + " HTTP/1.1\r\nHost: a\r\nX-Long: ")).isEmpty();
    }

    /** Silent ones are closed in time, and no sooner. */
    @Test
    void takesTheNextWhenOneOfAllThatItMayHaveIsClosed() throws Exception {
        long start = System.nanoTime();
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                silent.add(new Socket("127.0.0.1", api.port()));
            }
            assertThat(RawHttp.ask(api.port(), "GET " + JOBS + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThan(SILENCE.multipliedBy(9).dividedBy(10));
        } finally {
            for (Socket one : silent) {
                one.close();
            }
        }
    }

    @Test
    void refusesAHeadThatIsTooLarge() throws Exception {
        String head = "GET " + JOBS + " HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(9_000) + "\r\n\r\n";
        assertThat(RawHttp.ask(api.port(), head)).startsWith("HTTP/1.1 431 ").doesNotContain("\tat ");
    }

    @Test
    void saysWhyToWhoSendsTooMuchJson() throws Exception {
        String json = "POST " + JOBS + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: 900000\r\nConnection: close\r\n\r\n" + "x".repeat(900_000);
        assertThat(RawHttp.ask(api.port(), json)).startsWith("HTTP/1.1 413 ").contains("too_large", "\"limit\":65536");
    }

    /** Sends that and then a byte ten times in a silence, until an answer or the end comes; gives what came. */
    private String trickle(String head) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.setSoTimeout((int) SILENCE.toMillis() / 10);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(UTF_8));
            StringBuilder came = new StringBuilder();
            byte[] buffer = new byte[4_096];
            while (true) {
                try {
                    int read = socket.getInputStream().read(buffer);
                    if (read < 0) {
                        return came.toString();
                    }
                    came.append(new String(buffer, 0, read, UTF_8));
                } catch (SocketTimeoutException e) {
                    out.write('x');
                } catch (IOException e) {
                    return came.toString(); // it was ended while a byte was under way
                }
            }
        }
    }

    private boolean isEmpty() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.noneMatch(Files::isRegularFile);
        }
    }
}

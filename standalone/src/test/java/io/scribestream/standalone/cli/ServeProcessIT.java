package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServeProcessIT {

    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path folder;

    @Test
    void saysWhereItServesAndEndsInOrderWhenAsked() throws Exception {
        try (ScribeChild serve = serve()) {
            URI url = URI.create(serve.await("serving at (http://\\S+)"));
            serve.await("broker 127.0.0.1:\\d+, schema registry http://\\S+");
            assertThat(new Api(url).get("/health/ready").statusCode()).isEqualTo(200);

            serve.stop();

            assertThat(serve.awaitEnd()).isIn(0, SIGTERM);
            assertThat(serve.said())
                    .doesNotContain("without waiting any longer")
                    .doesNotContain("\tat ")
                    .doesNotContain("did not close in order");
        }
        // What was closed in order needs no repair: the next start says so by its silence.
        try (ScribeChild again = serve()) {
            again.await("serving at (http://\\S+)");
            assertThat(again.said()).doesNotContain("ecover").doesNotContain("unclean");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--kafka-port", "--registry-port"})
    void saysWhichPortIsTaken(String option) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ScribeChild serve = serve(option, Integer.toString(taken.getLocalPort()))) {
            assertThat(serve.awaitEnd()).isEqualTo(ExitCodes.ENVIRONMENT);
            assertThat(serve.said())
                    .contains("scribe: ")
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains("choose another with")
                    .contains(" [port_taken]")
                    .doesNotContain("\tat ");
        }
    }

    private ScribeChild serve(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("serve"));
        for (String port : List.of("--port", "--kafka-port", "--registry-port")) {
            if (!List.of(more).contains(port)) {
                arguments.addAll(List.of(port, "0"));
            }
        }
        arguments.addAll(List.of(more));
        return ScribeChild.start(folder, Map.of(), arguments.toArray(String[]::new));
    }
}

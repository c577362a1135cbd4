package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.Stage;
import io.scribestream.standalone.Tail;
import io.scribestream.testkit.Repository;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One job, from its acceptance to its transcript, as those see it who follow the events. */
@ExtendWith(RunningScribe.Extension.class)
class StagesIT {

    private static final Path JFK = Repository.file("samples/jfk.wav");

    private final RunningScribe scribe;

    StagesIT(RunningScribe scribe) {
        this.scribe = scribe;
    }

    @Test
    void goesThroughAllStagesAndNeverBack() throws Exception {
        HttpServer web =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), scribe.webPort()), 0);
        web.createContext("/jfk.wav", exchange -> {
            exchange.sendResponseHeaders(200, Files.size(JFK));
            try (OutputStream out = exchange.getResponseBody()) {
                Files.copy(JFK, out);
            }
        });
        web.start();
        try (Tail tail = new Tail(scribe.bootstrapServers(), scribe.registryUrl())) {
            String id = scribe.api().submit(URI.create("http://127.0.0.1:" + scribe.webPort() + "/jfk.wav"), "en");
            tail.until("the end", t -> t.of(JobEvent.class, id).stream()
                    .anyMatch(event -> event.getType() == EventType.COMPLETED));

            List<JobEvent> events = tail.of(JobEvent.class, id);
            assertThat(events.stream().map(JobEvent::getStage).filter(stage -> stage != Stage.UNKNOWN))
                    .isSorted()
                    .contains(
                            Stage.QUEUED,
                            Stage.FETCHING,
                            Stage.PREPARING,
                            Stage.TRANSCRIBING,
                            Stage.MERGING,
                            Stage.COMPLETED);
            assertThat(events.stream().map(JobEvent::getProgress).filter(progress -> progress >= 0))
                    .isSorted()
                    .containsSubsequence(0.0, 0.10, 0.25, 0.35, 0.85, 1.0);
        } finally {
            web.stop(0);
        }
    }
}

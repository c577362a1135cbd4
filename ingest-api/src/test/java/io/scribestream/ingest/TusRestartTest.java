package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.header;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static io.scribestream.ingest.TusServer.UPLOADS;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.TranscriptionJob;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Uploads over tus outlive the process, an absence of Kafka and a full disk, but not the patience with who never goes on. */
class TusRestartTest extends TusTest {

    @Test
    void goesOnAfterARestart() throws Exception {
        String path = server.create(9, "");
        server.patch(path, 0, "some");

        server.restart();

        assertThat(server.offset(path)).isEqualTo(4);
        assertThat(server.patch(path, 4, "sound").statusCode()).isEqualTo(204);
        assertThat(server.jobs()).hasSize(1);
    }

    @Test
    void submitsTheJobWithoutItsClientOnceKafkaIsBack() throws Exception {
        String path = server.create(5, "");
        server.producer.sendException = new TimeoutException("away");

        HttpResponse<String> answer = server.patch(path, 0, "sound");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "Retry-After")).isNotEmpty();
        assertThat(server.send("HEAD", path, "", Map.of()).statusCode()).isEqualTo(503);
        server.producer.sendException = null;
        server.restart();
        Waiting.until("the job is sent", () -> server.jobs().size() == 1);
        assertThat(path).endsWith("/" + server.onlyJob().getJobId());
        assertThat(server.offset(path)).isEqualTo(5);
    }

    @Test
    void sendsTheSameJobAgainWhenItWasKilledBeforeItNotedKafkasWord() throws Exception {
        String path = sentButNotNoted();
        String id = server.onlyJob().getJobId();

        server.restart();

        Waiting.until("the job is sent again", () -> server.jobs().size() == 2);
        assertThat(server.jobs()).extracting(TranscriptionJob::getJobId).containsOnly(id);
        server.restart();
        assertThat(server.offset(path)).isEqualTo(5);
        assertThat(server.jobs()).hasSize(2);
    }

    @Test
    void sendsNoJobAgainWhoseFileIsGone() throws Exception {
        String path = sentButNotNoted();
        String id = server.onlyJob().getJobId();
        Files.delete(folder.resolve(id));

        assertThat(server.offset(path)).isEqualTo(5);

        assertThat(server.jobs()).hasSize(1);
    }

    @Test
    void forgetsWhatNobodyWentOnWith() throws Exception {
        String left = server.create(9, "");
        server.patch(left, 0, "some");
        String done = server.create(5, "");
        server.patch(done, 0, "sound");

        server.later.set(Duration.ofHours(25));

        assertThat(server.send("HEAD", left, "", Map.of()).statusCode()).isEqualTo(404);
        assertThat(server.patch(left, 4, "sound").statusCode()).isEqualTo(404);
        server.restart();
        Waiting.until("no part is left", () -> server.filesInParts().isEmpty());
        assertThat(folder.resolve(server.onlyJob().getJobId())).exists();
    }

    @Test
    void beginsNothingOnADiskThatIsNearlyFull() throws Exception {
        String path = server.create(9, "");
        server.restartWithLittleSpace();

        HttpResponse<String> answer = server.send("POST", UPLOADS, "", Map.of("Upload-Length", "9"));

        assertThat(problem(answer)).isEqualTo("503 disk_full");
        assertThat(header(answer, "Retry-After")).isNotEmpty();
        assertThat(server.patch(path, 0, "some").statusCode()).isEqualTo(503);
    }

    /** An upload whose job Kafka has, of a process that was killed before it noted so. */
    private String sentButNotNoted() throws Exception {
        String path = server.create(5, "");
        server.patch(path, 0, "sound");
        Files.delete(folder.resolve(".parts").resolve(server.onlyJob().getJobId() + ".sent"));
        return path;
    }
}

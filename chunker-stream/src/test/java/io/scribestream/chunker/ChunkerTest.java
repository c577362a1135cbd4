package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.testkit.FakeObjectStore;
import io.scribestream.testkit.FlowUnderTest;
import io.scribestream.testkit.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ChunkerTest {

    private static final Guards GUARDS = new Guards(GuardConfig.from(Env.of(Map.of())));

    @TempDir
    Path folder;

    private ChunkerConfig config(String... settings) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "SCRIBE_UPLOAD_DIR", folder.toString(),
                "SCRIBE_SPOOL_DIR", folder.resolve("spool").toString(),
                "SCRIBE_SOURCE_DIRS", Repository.file("samples").toString(),
                "VAD_MODEL",
                        Repository.file("models/silero-vad-v5-sequence.onnx").toString()));
        for (int i = 0; i < settings.length; i += 2) {
            variables.put(settings[i], settings[i + 1]);
        }
        return ChunkerConfig.from(Env.of(variables));
    }

    @Test
    @Timeout(60)
    void cutsARecordingOnItsOwnThreads() {
        Path jfk = Repository.file("samples/jfk.wav");
        try (Chunker chunker = Chunker.create(config(), GUARDS);
                FlowUnderTest flow = FlowUnderTest.of(chunker.flow())) {
            flow.send(
                    Topics.JOBS,
                    "job-1",
                    TranscriptionJob.newBuilder()
                            .setJobId("job-1")
                            .setSource(new Source(SourceKind.FILE, jfk.toString(), "jfk.wav", -1L, ""))
                            .setOptions(new JobOptions("en", "", false))
                            .build());
            while (flow.received(Topics.SEGMENTS).isEmpty()) {
                flow.advance(Duration.ofMillis(10));
            }
            assertThat(flow.received(Topics.SEGMENTS).get(0).getEnd().getSamples())
                    .isEqualTo(176_000);
            assertThat(flow.received(Topics.AUDIO)).hasSize(1);
        }
    }

    @Test
    @Timeout(60)
    void cutsAnUploadOutOfAStoreAndNeedsNoFolderOfUploads() throws Exception {
        Path uploads = folder.resolve("uploads");
        try (FakeObjectStore store = new FakeObjectStore()) {
            store.objects().put("/talks/uploads/1234", Files.readAllBytes(Repository.file("samples/jfk.wav")));
            ChunkerConfig config = config(
                    "SCRIBE_UPLOAD_DIR",
                    uploads.toString(),
                    "SCRIBE_UPLOAD_S3",
                    "s3://talks/uploads",
                    "SCRIBE_S3_ENDPOINT",
                    store.endpoint().toString(),
                    "SCRIBE_S3_PATH_STYLE",
                    "true",
                    "SCRIBE_S3_ACCESS_KEY",
                    "key",
                    "SCRIBE_S3_SECRET_KEY",
                    "secret");
            try (Chunker chunker = Chunker.create(config, GUARDS);
                    FlowUnderTest flow = FlowUnderTest.of(chunker.flow())) {
                flow.send(Topics.JOBS, "good", upload("good", "1234"));
                flow.send(Topics.JOBS, "bad", upload("bad", "../1234"));
                while (flow.received(Topics.SEGMENTS).size() < 2) {
                    flow.advance(Duration.ofMillis(10));
                }
                assertThat(flow.received(Topics.SEGMENTS))
                        .filteredOn(end -> end.getJobId().equals("good"))
                        .singleElement()
                        .satisfies(end -> assertThat(end.getEnd().getSamples()).isEqualTo(176_000));
                assertThat(flow.received(Topics.SEGMENTS))
                        .filteredOn(end -> end.getJobId().equals("bad"))
                        .singleElement()
                        .satisfies(end -> assertThat(end.getEnd().getFailure().getReason())
                                .isEqualTo("source_not_found"));
            }
        }
        assertThat(uploads).doesNotExist();
    }

    private static TranscriptionJob upload(String jobId, String name) {
        return TranscriptionJob.newBuilder()
                .setJobId(jobId)
                .setSource(new Source(SourceKind.UPLOAD, name, "jfk.wav", -1L, ""))
                .setOptions(new JobOptions("en", "", false))
                .build();
    }

    @Test
    void lessThanTwoChunksForEachLaneWouldLeaveLanesIdle() {
        assertThat(config("SCRIBE_AUDIO_PARTITIONS", "6").window()).isEqualTo(12);
        assertThat(config("SCRIBE_CHUNK_WINDOW", "5").window()).isEqualTo(5);
    }

    @Test
    void namesTheSettingThatIsWrong() {
        assertThatThrownBy(() -> config("SCRIBE_CUTTERS", "0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SCRIBE_CUTTERS")
                .hasMessageContaining("0");
    }

    @Test
    void doesNotStartWithoutItsModel() {
        assertThatThrownBy(() -> Chunker.create(
                        config("VAD_MODEL", folder.resolve("no.onnx").toString()), GUARDS))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("no.onnx");
    }
}

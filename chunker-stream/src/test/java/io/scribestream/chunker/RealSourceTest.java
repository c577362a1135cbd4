package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.chunker.decode.DecodeLimits;
import io.scribestream.chunker.decode.FfmpegDecoder;
import io.scribestream.chunker.fetch.FakeRemote;
import io.scribestream.chunker.fetch.FetchRoom;
import io.scribestream.chunker.fetch.Spool;
import io.scribestream.chunker.source.FileSources;
import io.scribestream.chunker.source.Sources;
import io.scribestream.chunker.vad.SileroModel;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceEnd;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.testkit.FlowUnderTest;
import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole chunker on real sound: FFmpeg, Silero, and the flow in a test driver. */
class RealSourceTest {

    private final QueuedPool pool = new QueuedPool();
    private final FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(4));
    private final SileroModel model = new SileroModel(Repository.file("models/silero-vad-v5-sequence.onnx"));

    @AfterEach
    void closeAll() {
        decoder.close();
        model.close();
    }

    @Test
    void sendsARecordingOfElevenSecondsAsOneChunkOfSpeech() {
        Path jfk = Repository.file("samples/jfk.wav");
        try (FlowUnderTest flow = flow(jfk.getParent())) {
            // When
            submit(flow, jfk);
            // Then
            SourceEnd end = end(flow);
            assertThat(end.getFailure()).isNull();
            assertThat(end.getSamples()).isEqualTo(176_000);
            assertThat(end.getDamaged()).isEmpty();
            assertThat(end.getChunks()).isEqualTo(1);
            AudioChunk chunk = flow.received(Topics.AUDIO).get(0);
            assertThat(chunk.getSourceSeconds()).isEqualTo(11);
            assertThat(chunk.getPcm().remaining() / 2).isBetween(7 * 16_000, 11 * 16_000);
            assertThat(flow.received(Topics.EVENTS))
                    .extracting(JobEvent::getType)
                    .containsExactly(EventType.ACCEPTED, EventType.STARTED, EventType.DECODED, EventType.CUT);
        }
    }

    @Test
    void endsAJobWhoseFileIsNoSound(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("talk.mp3"), "this is no sound at all, only words\n".repeat(50));
        try (FlowUnderTest flow = flow(folder)) {
            submit(flow, text);
            assertThat(end(flow).getFailure().getReason()).isEqualTo(Reason.UNREADABLE_AUDIO.code());
            assertThat(flow.deadLetters()).isEmpty();
        }
    }

    private FlowUnderTest flow(Path folder) {
        Sources sources = new Sources(Map.of(SourceKind.FILE, new FileSources(List.of(folder))), 1 << 20);
        return FlowUnderTest.of(new ChunkerFlow(
                new CuttingRoom(new SpokenSources(sources, decoder, model), pool, 4, 8, client -> 1),
                new FetchRoom(
                        FakeRemote.KINDS,
                        new FakeRemote(),
                        new Spool(folder.resolve("spool")),
                        pool,
                        1,
                        FakeRemote.PATIENCE),
                new KeyWeights(new ClientWeights(Map.of())),
                jobId -> true,
                ChunkerUnderTest.DEADLINE));
    }

    private void submit(FlowUnderTest flow, Path file) {
        String name = file.getFileName().toString();
        flow.send(
                Topics.JOBS,
                "job-1",
                TranscriptionJob.newBuilder()
                        .setJobId("job-1")
                        .setSource(new Source(SourceKind.FILE, file.toString(), name, -1L, ""))
                        .setOptions(new JobOptions("en", "", false))
                        .build());
        for (int round = 0; round < 5; round++) {
            pool.drain();
            flow.advance(Duration.ofMillis(10));
        }
    }

    private static SourceEnd end(FlowUnderTest flow) {
        return flow.received(Topics.SEGMENTS).stream()
                .map(ChunkTranscript::getEnd)
                .reduce((a, b) -> {
                    throw new AssertionError("two ends");
                })
                .orElseThrow();
    }
}

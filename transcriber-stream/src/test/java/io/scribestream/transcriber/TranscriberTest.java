package io.scribestream.transcriber;

import static io.scribestream.schemas.Topics.AUDIO;
import static io.scribestream.schemas.Topics.SEGMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Span;
import io.scribestream.schemas.avro.Word;
import io.scribestream.testkit.FlowUnderTest;
import io.scribestream.testkit.Repository;
import io.scribestream.testkit.WordErrorRate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real engine, the real weights and a real voice. */
class TranscriberTest {

    /** Bytes before the sound: the format, and a note of the program that wrote the file. */
    private static final int WAV_HEADER = 78;

    @TempDir
    Path folder;

    @Test
    void hearsKennedyInSecondsOfTheSource() throws IOException {
        TranscriberConfig config = TranscriberConfig.from(Env.of(Map.of(
                "WHISPER_MODEL", Repository.file("models/ggml-base-q8_0.bin").toString(),
                "WHISPER_LANES", "1",
                "SCRIBE_CACHE_DIR", folder.resolve("cache").toString(),
                "SCRIBE_STATE_DIR", folder.resolve("state").toString())));
        try (Transcriber transcriber = Transcriber.create(config, new Guards(GuardConfig.from(Env.of(Map.of()))));
                FlowUnderTest flow = FlowUnderTest.of(transcriber.flow())) {
            // When
            flow.send(AUDIO, "job-1/0", kennedy());
            // Then
            ChunkTranscript heard = flow.received(SEGMENTS).get(0);
            assertThat(text(heard)).satisfies(text -> assertThat(WordErrorRate.of(
                                    "And so my fellow Americans ask not what your country can do for you, ask "
                                            + "what you can do for your country.",
                                    text,
                                    "en")
                            .differences())
                    .isEmpty());
            assertThat(heard.getLanguage()).isEqualTo("en");
            assertThat(heard.getAttempts()).isEqualTo(1);
            assertThat(heard.getModel()).startsWith("ggml-base-q8_0 ");
            List<Word> words = heard.getSegments().stream()
                    .flatMap(segment -> segment.getWords().stream())
                    .toList();
            assertThat(words).hasSize(22).allSatisfy(word -> {
                assertThat(word.getStart()).isBetween(100.0, 111.0);
                assertThat(word.getProbability()).isBetween(0.1f, 1f);
            });
            assertThat(words.get(words.size() - 1).getEnd()).isBetween(109.5, 111.0);
        }
    }

    /** All eleven seconds as one span, from second 100 of its source on. */
    private static AudioChunk kennedy() throws IOException {
        byte[] wav = Files.readAllBytes(Repository.file("samples/jfk.wav"));
        ByteBuffer pcm =
                ByteBuffer.wrap(wav, WAV_HEADER, wav.length - WAV_HEADER).slice();
        return AudioChunk.newBuilder()
                .setJobId("job-1")
                .setIndex(0)
                .setPcm(pcm)
                .setSpans(List.of(new Span(1_600_000L, 0, pcm.remaining() / 2)))
                .setLanguage("auto")
                .build();
    }

    private static String text(ChunkTranscript heard) {
        return heard.getSegments().stream().map(Segment::getText).collect(Collectors.joining(" "));
    }
}

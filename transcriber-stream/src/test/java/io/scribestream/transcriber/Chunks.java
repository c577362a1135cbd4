package io.scribestream.transcriber;

import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.Span;
import java.nio.ByteBuffer;
import java.util.List;

/** Chunks for tests. */
final class Chunks {

    /** Ten seconds of silence, from second 100 of its source on. */
    static AudioChunk chunk(int index) {
        return AudioChunk.newBuilder()
                .setJobId("job-1")
                .setClient("acme")
                .setIndex(index)
                .setPcm(ByteBuffer.allocate(320_000))
                .setSpans(List.of(new Span(1_600_000L, 0, 160_000)))
                .setLanguage("auto")
                .setPrompt("Whittemore")
                .setForcedEnd(true)
                .setSourceSeconds(600)
                .build();
    }

    private Chunks() {}
}

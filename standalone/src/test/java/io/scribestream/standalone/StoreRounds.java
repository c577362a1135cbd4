package io.scribestream.standalone;

import io.scribestream.merger.MergerFlow;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Span;
import io.scribestream.schemas.avro.Word;
import io.scribestream.testkit.FlowUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * Opens and closes a flow with its stores over and over, and prints by how many kB the process has grown since the first
 * rounds. Started with a heap of fixed size, so that whatever grows is not the heap.
 */
final class StoreRounds {

    private static final int FIRST_ROUNDS = 20;
    private static final int ROUNDS = 60;
    private static final String STORE = "merger-rows";
    private static final int ROWS = 40;
    private static final String LONG_WORD = "w".repeat(50_000);

    private StoreRounds() {}

    public static void main(String[] args) throws IOException {
        rounds(FIRST_ROUNDS);
        long before = residentKilobytes();
        rounds(ROUNDS);
        System.out.println(residentKilobytes() - before);
    }

    private static void rounds(int count) {
        for (int round = 0; round < count; round++) {
            try (FlowUnderTest flow = FlowUnderTest.of(new MergerFlow())) {
                for (int row = 1; row <= ROWS; row++) {
                    flow.send(Topics.SEGMENTS, "job", waitingForTheFirst(row));
                }
                readAll(flow);
            }
        }
    }

    /** So that what was written to files comes back into the cache. */
    private static void readAll(FlowUnderTest flow) {
        try (KeyValueIterator<String, ChunkTranscript> rows =
                flow.<String, ChunkTranscript>store(STORE).all()) {
            int read = 0;
            while (rows.hasNext()) {
                rows.next();
                read++;
            }
            if (read != ROWS) {
                throw new AssertionError(read + " rows");
            }
        }
    }

    /** A chunk that stays in the store, since the one before it never comes. */
    private static ChunkTranscript waitingForTheFirst(int index) {
        Word word = new Word(LONG_WORD, (double) index, index + 1.0, 1f);
        return ChunkTranscript.newBuilder()
                .setJobId("job")
                .setClient("anna")
                .setIndex(index)
                .setSpans(List.of(new Span(index * 16_000L, 0, 16_000)))
                .setSourceSeconds(100)
                .setSegments(List.of(Segment.newBuilder()
                        .setStart(word.getStart())
                        .setEnd(word.getEnd())
                        .setText(LONG_WORD)
                        .setWords(List.of(word))
                        .build()))
                .build();
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}

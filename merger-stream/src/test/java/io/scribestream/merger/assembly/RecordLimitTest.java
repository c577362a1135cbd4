package io.scribestream.merger.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.merger.Said;
import io.scribestream.schemas.AvroSerde;
import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordLimitTest {

    /** Three words a second, faster than people talk for ten hours, of letters that take two bytes. */
    private static Transcript hours(int hours) {
        Assembly assembly = new Assembly();
        int chunks = hours * 120;
        for (int i = 0; i < chunks; i++) {
            double start = i * 30.0;
            assembly.add(Said.chunk(
                    "job-1",
                    i,
                    start,
                    start + 29,
                    "\u0441\u043b\u043e\u0432\u043e\u0441\u043b ".repeat(87).strip()));
        }
        return assembly.close(Said.sourceEnd("job-1", chunks, chunks * 30), "test", Instant.EPOCH);
    }

    @Test
    void holdsTenHoursWithAllTheirWordsInOneRecord() {
        Transcript transcript = hours(10);

        Transcript fitted = RecordLimit.fit(transcript, Topic.MAX_TRANSCRIPT_BYTES);

        assertThat(fitted.getSegments())
                .allSatisfy(segment -> assertThat(segment.getWords()).isNotEmpty());
        assertThat(bytes(fitted)).isGreaterThan(Topic.MAX_RECORD_BYTES).isLessThan(Topic.MAX_TRANSCRIPT_BYTES / 2);
    }

    @Test
    void neverEstimatesLessThanIsWritten() {
        Transcript transcript = hours(1);

        assertThat(RecordLimit.size(transcript)).isBetween((long) bytes(transcript), 2L * bytes(transcript));
    }

    @Test
    void leavesOutTheTimesOfWordsButNoTextWhereARecordCannotHoldThem() {
        Transcript transcript = hours(1);
        String text = transcript.getText();

        Transcript fitted = RecordLimit.fit(transcript, RecordLimit.size(transcript) - 1);

        assertThat(fitted.getText()).isEqualTo(text);
        assertThat(fitted.getSegments()).hasSize(120).allSatisfy(segment -> assertThat(segment.getWords())
                .isEmpty());
        assertThat(fitted.getSegments()).extracting(Segment::getText).doesNotContain("");
    }

    private static int bytes(Transcript transcript) {
        return AvroSerde.of(Topics.DONE, new InMemorySchemaRegistry()).serialize(Topics.DONE.name(), transcript).length;
    }
}

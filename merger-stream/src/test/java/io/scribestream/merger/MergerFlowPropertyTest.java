package io.scribestream.merger;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.Topic;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.testkit.FlowUnderTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import org.apache.avro.specific.SpecificRecord;

class MergerFlowPropertyTest {

    private int jobs;
    private final FlowUnderTest flow = FlowUnderTest.of(new MergerFlow());

    @AfterProperty
    void close() {
        flow.close();
    }

    @Property(tries = 200)
    void givesOneOutcomeAndKeepsNothingInWhateverOrderRecordsCome(
            @ForAll @IntRange(max = 6) int chunks, @ForAll boolean broken, @ForAll long seed) {
        String job = "job-" + jobs++;

        for (ChunkTranscript record : inAnyOrder(job, chunks, broken, new Random(seed))) {
            flow.send(Topics.SEGMENTS, job, record);
        }

        List<JobEvent> events = of(job, Topics.EVENTS, JobEvent::getJobId);
        List<Transcript> done = of(job, Topics.DONE, Transcript::getJobId);
        assertThat(flow.deadLetters()).isEmpty();
        assertThat(of(job, Topics.ERROR, JobFailure::getJobId)).hasSize(broken ? 1 : 0);
        assertThat(done).hasSize(broken ? 0 : 1);
        assertThat(events).extracting(JobEvent::getEventId).doesNotHaveDuplicates();
        assertThat(events)
                .extracting(JobEvent::getSecondsDone)
                .filteredOn(seconds -> seconds >= 0)
                .isSorted();
        assertThat(flow.storeIsEmpty(MergerRows.NAME)).isTrue();
        assertThat(flow.storeIsEmpty(MergerFlow.SUMMARIES)).isTrue();
        if (!broken) {
            assertThat(done.get(0).getSegments())
                    .isEqualTo(events.stream()
                            .flatMap(event -> event.getSegments().stream())
                            .toList());
        }
    }

    private <V extends SpecificRecord> List<V> of(String job, Topic<V> topic, Function<V, String> jobOf) {
        return flow.received(topic).stream()
                .filter(value -> jobOf.apply(value).equals(job))
                .toList();
    }

    /** Every chunk once or twice and the end, shuffled; nothing comes again behind the record that closes the job. */
    private static List<ChunkTranscript> inAnyOrder(String job, int chunks, boolean broken, Random random) {
        List<ChunkTranscript> once = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            ChunkTranscript chunk = Said.chunk(job, i, i * 10, i * 10 + 11.5, "words of chunk " + i);
            chunk.setForcedStart(i > 0);
            chunk.setForcedEnd(true);
            once.add(chunk);
        }
        once.add(broken ? Said.broken(job, chunks, "cancelled", false) : Said.end(job, chunks, chunks * 10 + 2));
        Collections.shuffle(once, random);
        List<ChunkTranscript> all = new ArrayList<>(once);
        for (int i = 0; i + 1 < once.size(); i++) {
            if (random.nextBoolean() && once.get(i).getIndex() >= 0) {
                int first = all.indexOf(once.get(i));
                all.add(first + 1 + random.nextInt(all.size() - 1 - first), once.get(i));
            }
        }
        return all;
    }
}

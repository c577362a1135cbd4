package io.scribestream.merger;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.testkit.FlowUnderTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;

/** Whatever fails first and in whatever order it comes again: in the end all is as if nothing had failed. */
class RedrivePropertyTest {

    private int jobs;
    private final FlowUnderTest flow = FlowUnderTest.of(new MergerFlow());

    @AfterProperty
    void close() {
        flow.close();
    }

    @Property(tries = 100)
    void hearsAtLastWhatWasHeardAtFirst(@ForAll @IntRange(min = 2, max = 7) int chunks, @ForAll long seed) {
        Random random = new Random(seed);
        String job = "job-" + jobs++;
        List<Integer> failed = new ArrayList<>();
        for (int index = 0; index < chunks; index++) {
            boolean fails = random.nextBoolean() && failed.size() + 1 < chunks;
            if (fails) {
                failed.add(index);
            }
            send(fails ? failed(job, index) : heard(job, index));
        }
        send(Said.end(job, chunks, chunks * 10 + 2));
        for (int redrive = 1; !failed.isEmpty(); redrive++) {
            failed = redrive(job, redrive, failed, random);
        }

        List<Transcript> versions = versions(job);
        Transcript whole = undisturbed(chunks);
        Transcript last = versions.get(versions.size() - 1);
        assertThat(last.getText()).isEqualTo(whole.getText());
        assertThat(last.getSegments()).isEqualTo(whole.getSegments());
        assertThat(last.getCoverage()).isEqualTo(whole.getCoverage());
        for (int i = 0; i < versions.size(); i++) {
            assertThat(versions.get(i).getVersion()).isEqualTo(i + 1);
            assertThat(sum(versions.get(i).getCoverage()))
                    .isEqualTo(versions.get(i).getCoverage().getSamples());
        }
        for (int i = 1; i < versions.size(); i++) {
            assertThat(samples(versions.get(i).getFixed()))
                    .as("what is no gap any more")
                    .isEqualTo(versions.get(i - 1).getCoverage().getGapSamples()
                            - versions.get(i).getCoverage().getGapSamples());
        }
        assertThat(flow.deadLetters()).isEmpty();
        assertThat(flow.storeIsEmpty(MergerRows.NAME)).isTrue();
        assertThat(flow.storeIsEmpty(MergerFlow.SUMMARIES)).isTrue();
    }

    /** @return what failed again */
    private List<Integer> redrive(String job, int number, List<Integer> asked, Random random) {
        send(Said.redrive(job, number, asked.toArray(Integer[]::new)));
        List<Integer> order = new ArrayList<>(asked);
        Collections.shuffle(order, random);
        List<Integer> failed = new ArrayList<>();
        for (int index : order) {
            boolean fails = random.nextInt(3) == 0;
            if (fails) {
                failed.add(index);
            }
            ChunkTranscript result = Said.again(number, fails ? failed(job, index) : heard(job, index));
            send(result);
            if (random.nextBoolean() && index != order.get(order.size() - 1)) {
                send(result);
            }
        }
        Collections.sort(failed);
        return failed;
    }

    private Transcript undisturbed(int chunks) {
        String job = "job-" + jobs++;
        for (int index = 0; index < chunks; index++) {
            send(heard(job, index));
        }
        send(Said.end(job, chunks, chunks * 10 + 2));
        return versions(job).get(0);
    }

    private static ChunkTranscript heard(String job, int index) {
        return forced(Said.chunk(job, index, index * 10, index * 10 + 11.5, "words of chunk " + index));
    }

    private static ChunkTranscript failed(String job, int index) {
        return forced(Said.failedChunk(job, index, index * 10, index * 10 + 11.5, "deadline"));
    }

    private static ChunkTranscript forced(ChunkTranscript chunk) {
        chunk.setForcedStart(chunk.getIndex() > 0);
        chunk.setForcedEnd(true);
        return chunk;
    }

    private List<Transcript> versions(String job) {
        return flow.received(Topics.DONE).stream()
                .filter(transcript -> transcript.getJobId().equals(job))
                .toList();
    }

    private void send(ChunkTranscript value) {
        flow.send(Topics.SEGMENTS, value.getJobId(), value);
    }

    private static long sum(Coverage coverage) {
        return coverage.getTranscribedSamples()
                + coverage.getSilentSamples()
                + coverage.getSuppressedSamples()
                + coverage.getGapSamples();
    }

    private static long samples(List<Gap> gaps) {
        return gaps.stream()
                .mapToLong(gap -> Math.round((gap.getEnd() - gap.getStart()) * 16_000))
                .sum();
    }
}

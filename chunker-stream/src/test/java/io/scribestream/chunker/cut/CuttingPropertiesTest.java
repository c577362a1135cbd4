package io.scribestream.chunker.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.chunker.cut.Cut.Span;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for whatever is said, however it is read. */
class CuttingPropertiesTest {

    private static final int LONGEST = 29 * Samples.RATE;

    @Property(tries = 100)
    void spansLieInOrderInsideTheSourceAndOverlapOnlyWhereSpeechWasCut(
            @ForAll("sources") Script source, @ForAll("settings") CutSettings settings) {
        long sentTo = 0;
        boolean forcedBefore = false;
        for (Cut cut : source.cut(settings)) {
            assertThat(cut.forcedStart()).isEqualTo(forcedBefore);
            for (Span span : cut.spans()) {
                boolean shared = cut.forcedStart() && span == cut.spans().get(0);
                long overlap = shared ? CutSettings.samples(settings.overlap()) : 0;
                assertThat(span.sourceStart()).isBetween(sentTo - overlap, source.samples() - 1);
                assertThat(span.length()).isPositive();
                assertThat(span.sourceEnd()).isBetween(sentTo + 1, source.samples());
                sentTo = span.sourceEnd();
            }
            forcedBefore = cut.forcedEnd();
        }
        assertThat(forcedBefore).isFalse();
    }

    @Property(tries = 100)
    void spansFillTheirChunkButForTheSilenceBetween(
            @ForAll("sources") Script source, @ForAll("settings") CutSettings settings) {
        for (Cut cut : source.cut(settings)) {
            assertThat(cut.pcm().length / 2).isBetween(1, LONGEST);
            int filledTo = 0;
            long sentTo = cut.spans().get(0).sourceStart();
            for (Span span : cut.spans()) {
                // Where nothing was left out of the source, nothing is put in between.
                int silence = span.sourceStart() == sentTo ? 0 : (int) CutSettings.samples(settings.join());
                assertThat(span.chunkStart()).isEqualTo(filledTo + silence);
                filledTo = span.chunkStart() + span.length();
                sentTo = span.sourceEnd();
            }
            assertThat(filledTo).isEqualTo(cut.pcm().length / 2);
        }
    }

    @Property(tries = 100)
    void whatIsInASpanIsTheSourceAndWhatIsBetweenIsSilence(
            @ForAll("sources") Script source, @ForAll("settings") CutSettings settings) {
        for (Cut cut : source.cut(settings)) {
            short[] expected = new short[cut.pcm().length / 2];
            for (Span span : cut.spans()) {
                for (int i = 0; i < span.length(); i++) {
                    expected[span.chunkStart() + i] = Script.sample(span.sourceStart() + i);
                }
            }
            assertThat(shorts(cut)).isEqualTo(expected);
        }
    }

    @Property(tries = 100)
    void allSpeechIsInSomeChunk(@ForAll("sources") Script source, @ForAll("settings") CutSettings settings) {
        BitSet sent = new BitSet();
        for (Cut cut : source.cut(settings)) {
            cut.spans().forEach(span -> sent.set((int) span.sourceStart(), (int) span.sourceEnd()));
        }
        float[] probabilities = source.probabilities();
        for (int frame = 0; frame < probabilities.length; frame++) {
            if (probabilities[frame] >= settings.speech() && !isClick(probabilities, frame)) {
                int from = frame * SpeechDetector.FRAME;
                long to = Math.min(source.samples(), from + SpeechDetector.FRAME);
                assertThat((long) sent.nextClearBit(from)).isGreaterThanOrEqualTo(to);
            }
        }
    }

    @Property(tries = 100)
    void silenceIsSentOnlyNextToSpeech(@ForAll("sources") Script source, @ForAll("settings") CutSettings settings) {
        BitSet near = new BitSet();
        int reach = (int) settings.bridge();
        float[] probabilities = source.probabilities();
        for (int frame = 0; frame < probabilities.length; frame++) {
            if (probabilities[frame] >= settings.silence()) {
                int from = frame * SpeechDetector.FRAME;
                near.set(Math.max(0, from - reach), from + SpeechDetector.FRAME + reach);
            }
        }
        for (Cut cut : source.cut(settings)) {
            for (Span span : cut.spans()) {
                assertThat((long) near.nextClearBit((int) span.sourceStart())).isGreaterThanOrEqualTo(span.sourceEnd());
            }
        }
    }

    @Property(tries = 30)
    void chunksDoNotDependOnHowTheSourceIsRead(
            @ForAll("sources") Script source,
            @ForAll("settings") CutSettings settings,
            @ForAll("blocks") int[] some,
            @ForAll("blocks") int[] other) {
        List<Cut> cuts = source.cut(settings, some);
        List<Cut> again = source.cut(settings, other);
        assertThat(again)
                .extracting(Cut::spans)
                .isEqualTo(cuts.stream().map(Cut::spans).toList());
        for (int i = 0; i < cuts.size(); i++) {
            assertThat(again.get(i).pcm()).isEqualTo(cuts.get(i).pcm());
            assertThat(again.get(i).decoded()).isEqualTo(cuts.get(i).decoded());
        }
    }

    /** A frame that begins what could be speech and already ends it. */
    private static boolean isClick(float[] probabilities, int frame) {
        CutSettings settings = CutSettings.defaults();
        boolean begins = frame == 0 || probabilities[frame - 1] < settings.speech();
        boolean ends = frame + 1 == probabilities.length || probabilities[frame + 1] < settings.silence();
        return begins && ends;
    }

    private static short[] shorts(Cut cut) {
        ShortBuffer samples =
                ByteBuffer.wrap(cut.pcm()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        short[] all = new short[samples.remaining()];
        samples.get(all);
        return all;
    }

    @Provide
    Arbitrary<CutSettings> settings() {
        return Arbitraries.of(CutSettings.defaults(), CutSettings.forChangingLanguages());
    }

    @Provide
    Arbitrary<int[]> blocks() {
        return Arbitraries.integers()
                .between(1, 40_000)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Script> sources() {
        return Combinators.combine(
                        runs().list().ofMaxSize(12), Arbitraries.integers().between(0, SpeechDetector.FRAME - 1))
                .as((runs, missing) -> {
                    Script source = new Script();
                    runs.forEach(source::then);
                    return runs.isEmpty() ? source : source.without(missing);
                });
    }

    /** Speech, breath or silence, from a frame to half a minute and more. */
    private Arbitrary<float[]> runs() {
        Arbitrary<Integer> frames = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.integers().between(1, 60)),
                Tuple.of(2, Arbitraries.integers().between(60, 250)),
                Tuple.of(1, Arbitraries.integers().between(800, 1_500)));
        Arbitrary<Float> least = Arbitraries.of(0.4f, 0.26f, 0f);
        return Combinators.combine(frames, least, Arbitraries.randoms()).as((count, from, random) -> {
            float[] run = new float[count];
            IntStream.range(0, count).forEach(i -> run[i] = from + random.nextFloat() * 0.13f);
            return run;
        });
    }
}

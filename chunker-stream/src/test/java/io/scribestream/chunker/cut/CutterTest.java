package io.scribestream.chunker.cut;

import static io.scribestream.chunker.cut.Script.BREATH;
import static io.scribestream.chunker.cut.Script.SILENCE;
import static io.scribestream.chunker.cut.Script.SPEECH;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.chunker.cut.Cut.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutterTest {

    private static final CutSettings SETTINGS = CutSettings.defaults();
    private static final int FRAME = SpeechDetector.FRAME;
    private static final int LEAD = (int) CutSettings.samples(SETTINGS.lead());
    private static final int PADDING = 6_400;
    private static final int JOIN = 3_200;

    @Test
    void makesNothingOfNothing() {
        assertThat(new Script().cut(SETTINGS)).isEmpty();
    }

    @Test
    void makesNothingOfOneSilentSample() {
        assertThat(new Script().then(SILENCE).without(FRAME - 1).cut(SETTINGS)).isEmpty();
    }

    @Test
    void makesNothingOfAClick() {
        assertThat(new Script().then(50, SILENCE).then(SPEECH).then(50, SILENCE).cut(SETTINGS))
                .isEmpty();
    }

    @Test
    void keepsSpeechShorterThanASecondWithItsSurroundings() {
        Script yes = new Script().then(50, SILENCE).then(8, SPEECH).then(50, SILENCE);
        assertThat(yes.cut(SETTINGS))
                .singleElement()
                .extracting(Cut::spans)
                .isEqualTo(List.of(new Span(50 * FRAME - LEAD, 0, 8 * FRAME + LEAD + PADDING)));
    }

    @Test
    void sendsSpeechThatFillsTheSourceToItsLastSample() {
        Script source = new Script().then(100, SPEECH).without(100);
        assertThat(source.cut(SETTINGS))
                .singleElement()
                .extracting(Cut::spans)
                .isEqualTo(List.of(new Span(0, 0, 100 * FRAME - 100)));
    }

    @Test
    void keepsAWordThatTheEndOfTheSourceCutsShort() {
        Script source = new Script().then(50, SILENCE).then(2, SPEECH).without(500);
        assertThat(source.cut(SETTINGS))
                .singleElement()
                .extracting(Cut::spans)
                .isEqualTo(List.of(new Span(50 * FRAME - LEAD, 0, 2 * FRAME + LEAD - 500)));
    }

    @Test
    void joinsWhatALongPausePartsAndLeavesAShortPauseAsItIs() {
        Script source = new Script()
                .then(100, SPEECH)
                .then(20, SILENCE)
                .then(100, SPEECH)
                .then(500, SILENCE)
                .then(100, SPEECH);
        int middle = 110 * FRAME;
        int second = 110 * FRAME + PADDING;
        assertThat(source.cut(SETTINGS))
                .singleElement()
                .extracting(Cut::spans)
                .isEqualTo(List.of(
                        new Span(0, 0, middle),
                        new Span(middle, middle, second),
                        new Span(720 * FRAME - LEAD, middle + second + JOIN, 100 * FRAME + LEAD)));
    }

    @Test
    void sendsNoSoundBeforeSpeechFromBeforeTheRecordingWasSwitchedOn() {
        int on = 45 * FRAME;
        Script source = new Script().then(50, SILENCE).then(8, SPEECH).then(50, SILENCE);
        Samples all = source.source(10_000);
        long[] at = {0};
        Samples switchedOn = (into, offset, length) -> {
            int read = all.read(into, offset, length);
            for (int i = 0; i < read; i++) {
                into[offset + i] = at[0]++ < on ? 0 : into[offset + i];
            }
            return read;
        };
        try (Cutter cutter = new Cutter(switchedOn, source.detector(), SETTINGS)) {
            Cut cut = cutter.next();
            assertThat(cut).isNotNull();
            assertThat(cut.spans().get(0).sourceStart()).isEqualTo(on);
        }
    }

    @Test
    void cutsInTheMiddleOfThePauseWhenTheChunkIsFull() {
        Script source = new Script().then(600, SPEECH).then(10, SILENCE).then(600, SPEECH);
        assertThat(source.cut(SETTINGS))
                .extracting(Cut::spans)
                .containsExactly(List.of(new Span(0, 0, 605 * FRAME)), List.of(new Span(605 * FRAME, 0, 605 * FRAME)));
    }

    @Test
    void endsAChunkAtAPauseWhereTheLanguageMayChange() {
        Script source = new Script().then(60, SPEECH).then(40, SILENCE).then(60, SPEECH);
        assertThat(source.cut(CutSettings.forChangingLanguages())).hasSize(2);
        assertThat(source.cut(SETTINGS)).hasSize(1);
    }

    @Test
    void cutsSpeechThatNeverPausesWhereItIsLeastLikelyToBeSpeech() {
        Script source = new Script().then(600, SPEECH).then(3, BREATH).then(600, SPEECH);
        List<Cut> cuts = source.cut(SETTINGS);
        assertThat(cuts).hasSize(2);
        assertThat(cuts.get(0).forcedEnd()).isTrue();
        assertThat(cuts.get(1).forcedStart()).isTrue();
        long middle = 601 * FRAME;
        assertThat(cuts.get(0).spans().get(0).sourceEnd()).isBetween(middle + 11_000, middle + 13_000);
        assertThat(cuts.get(1).spans().get(0).sourceStart()).isBetween(middle - 13_000, middle - 11_000);
    }

    @Test
    void cutsTenMinutesWithoutAPauseIntoOverlappingChunks() {
        List<Cut> cuts = new Script().then(18_750, SPEECH).cut(SETTINGS);
        assertThat(cuts).hasSizeBetween(21, 24);
        assertThat(cuts.subList(1, cuts.size())).allMatch(Cut::forcedStart);
        assertThat(cuts.subList(0, cuts.size() - 1)).allMatch(Cut::forcedEnd);
    }

    @Test
    void givesAChunkAsSoonAsItIsFullHoweverLongTheSourceIs() {
        Script source = new Script().then(100_000, SPEECH);
        try (Cutter cutter = new Cutter(source.source(10_000), source.detector(), SETTINGS)) {
            Cut first = cutter.next();
            assertThat(first).isNotNull();
            assertThat(cutter.samples()).isLessThan(40L * Samples.RATE);
            assertThat(first.decoded()).isEqualTo(cutter.samples());
        }
    }

    @Test
    void readsTenHoursOfSilenceToItsEnd() {
        long length = 36_000L * Samples.RATE;
        try (Cutter cutter = new Cutter(silence(length), neverSpeech(), SETTINGS)) {
            assertThat(cutter.next()).isNull();
            assertThat(cutter.samples()).isEqualTo(length);
            assertThat(cutter.next()).isNull();
        }
    }

    private static Samples silence(long samples) {
        long[] left = {samples};
        return (into, offset, length) -> {
            int count = (int) Math.min(length, left[0]);
            left[0] -= count;
            return count == 0 ? -1 : count;
        };
    }

    private static SpeechDetector neverSpeech() {
        return new SpeechDetector() {
            @Override
            public float[] probabilities(short[] samples) {
                return new float[samples.length / FRAME];
            }

            @Override
            public void close() {}
        };
    }
}

package io.scribestream.chunker.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoudnessTest {

    private static final int SECOND = Samples.RATE;

    @Test
    void takesTheLevelFromWordsNotFromAClick() {
        short[] sound = square(10 * SECOND, 20);
        Arrays.fill(sound, SECOND, SECOND + 200, Short.MAX_VALUE);
        assertThat(Loudness.level(sound, sound.length)).isCloseTo(20, within(0.1));
    }

    @Test
    void takesTheLevelFromWordsNotFromTheirPauses() {
        short[] sound = new short[10 * SECOND];
        System.arraycopy(square(SECOND, 500), 0, sound, 4 * SECOND, SECOND);
        assertThat(Loudness.level(sound, sound.length)).isCloseTo(500, within(1.0));
    }

    @Test
    void liftsOnlyWhatIsQuietAndNeverBeyondTheStepsOfTheSamples() {
        assertThat(Loudness.gain(30)).isEqualTo(10);
        assertThat(Loudness.gain(300)).isEqualTo(1);
        assertThat(Loudness.gain(5_000)).isEqualTo(1);
        assertThat(Loudness.gain(0.5)).isEqualTo(100);
        assertThat(Loudness.gain(0)).isEqualTo(1);
    }

    @Test
    void cutsOffWhatWouldBeTooLoud() {
        short[] sound = {1, -2, 20_000, -20_000};
        Loudness.amplify(sound, 4, 10, sound);
        assertThat(sound).containsExactly((short) 10, (short) -20, Short.MAX_VALUE, Short.MIN_VALUE);
    }

    @Test
    void letsTheDetectorHearAQuietSourceLouderUntilItGetsLoud() {
        List<Short> heard = new ArrayList<>();
        Listening listening = new Listening(firstSampleOfEach(heard));
        listening.probabilities(square(SECOND / 512 * 512, 3));
        listening.probabilities(square(SECOND / 512 * 512, 3_000));
        listening.probabilities(square(SECOND / 512 * 512, 3));
        assertThat(heard).containsExactly((short) 300, (short) 3_000, (short) 3);
    }

    @Test
    void sendsAQuietChunkLouderAndALoudOneAsItIs() {
        assertThat(firstSampleSent((short) 3)).isEqualTo((short) 300);
        assertThat(firstSampleSent((short) 3_000)).isEqualTo((short) 3_000);
    }

    private static short firstSampleSent(short amplitude) {
        Script script = new Script().then(100, Script.SPEECH);
        long[] left = {script.samples()};
        Samples source = (into, offset, length) -> {
            int count = (int) Math.min(length, left[0]);
            System.arraycopy(square(count, amplitude), 0, into, offset, count);
            left[0] -= count;
            return count == 0 ? -1 : count;
        };
        try (Cutter cutter = new Cutter(source, script.detector(), CutSettings.defaults())) {
            Cut cut = cutter.next();
            assertThat(cut).isNotNull();
            return ByteBuffer.wrap(cut.pcm()).order(ByteOrder.LITTLE_ENDIAN).getShort();
        }
    }

    private static short[] square(int samples, int amplitude) {
        short[] sound = new short[samples];
        for (int i = 0; i < samples; i++) {
            sound[i] = (short) (i / 40 % 2 == 0 ? amplitude : -amplitude);
        }
        return sound;
    }

    private static SpeechDetector firstSampleOfEach(List<Short> heard) {
        return new SpeechDetector() {
            @Override
            public float[] probabilities(short[] samples) {
                heard.add(samples[0]);
                return new float[samples.length / FRAME];
            }

            @Override
            public void close() {}
        };
    }
}

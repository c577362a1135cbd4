package io.scribestream.chunker.vad;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.chunker.cut.Cut;
import io.scribestream.chunker.cut.CutSettings;
import io.scribestream.chunker.cut.Cutter;
import io.scribestream.chunker.cut.Samples;
import io.scribestream.chunker.decode.DecodeLimits;
import io.scribestream.chunker.decode.FfmpegDecoder;
import io.scribestream.chunker.decode.PcmSource;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Repository;
import io.scribestream.testkit.Timeline;
import io.scribestream.testkit.Timeline.Stretch;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ten minutes of which half is noise, music and silence, cut with the real detector. One bit is 10 ms. */
class RealSpeechTest {

    private static final int STEP = Samples.RATE / 100;

    private static SileroModel model;
    private static short[] recording;
    private static Timeline timeline;

    @BeforeAll
    static void open() {
        timeline = Timeline.read(Corpus.require("long/human-en-10min.timeline.json"));
        try (FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(1));
                PcmSource source = decoder.open(Corpus.require("long/human-en-10min.opus"))) {
            recording = readAll(source);
        }
        model = new SileroModel(Repository.file("models/silero-vad-v5-sequence.onnx"));
    }

    @AfterAll
    static void close() {
        if (model != null) {
            model.close();
        }
    }

    @Test
    void sendsWhatIsSaidAndHardlyAnythingElse() {
        BitSet sent = sent(recording);

        BitSet allSaid = new BitSet();
        for (Stretch utterance : timeline.speech()) {
            BitSet said = said(utterance);
            assertThat(share(said, sent)).as(utterance.text()).isGreaterThan(0.8);
            allSaid.or(said);
        }
        assertThat(share(allSaid, sent)).isGreaterThan(0.97);
        // 314 s of the recording are not speech
        assertThat(secondsFarFromSpeech(sent)).isLessThan(3);
    }

    @Test
    void findsTheSameSpeechFiftyDecibelsQuieter() {
        short[] quiet = recording.clone();
        for (int i = 0; i < quiet.length; i++) {
            quiet[i] = (short) Math.round(quiet[i] / Math.pow(10, 50 / 20.0));
        }
        BitSet loudSent = sent(recording);
        BitSet quietSent = sent(quiet);

        // So quiet, the room before a voice is no sound any more, and not sent with it.
        assertThat(share(loudSent, quietSent)).isGreaterThan(0.9);
        assertThat(share(quietSent, loudSent)).isGreaterThan(0.97);
    }

    private static BitSet sent(short[] samples) {
        BitSet sent = new BitSet();
        try (Cutter cutter = new Cutter(from(samples), model.detector(), CutSettings.defaults())) {
            for (Cut cut = cutter.next(); cut != null; cut = cutter.next()) {
                for (Cut.Span span : cut.spans()) {
                    sent.set((int) (span.sourceStart() / STEP), (int) (span.sourceEnd() / STEP));
                }
            }
        }
        return sent;
    }

    /** What of an utterance is louder than a fifth of its loud parts: breath, noise and pauses belong to its file. */
    private static BitSet said(Stretch utterance) {
        int from = (int) (utterance.start() * 100);
        double[] levels = new double[(int) (utterance.end() * 100) - from];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = level((from + i) * STEP);
        }
        double[] sorted = levels.clone();
        Arrays.sort(sorted);
        double loud = sorted[sorted.length * 19 / 20] / 5;
        BitSet said = new BitSet();
        for (int i = 0; i < levels.length; i++) {
            said.set(from + i, levels[i] > loud);
        }
        return said;
    }

    private static double level(int at) {
        double squares = 0;
        for (int i = at; i < Math.min(at + STEP, recording.length); i++) {
            squares += recording[i] * recording[i];
        }
        return Math.sqrt(squares / STEP);
    }

    /** Sent, but more than a second from what anybody says. */
    private static double secondsFarFromSpeech(BitSet sent) {
        BitSet far = (BitSet) sent.clone();
        for (Stretch utterance : timeline.speech()) {
            far.clear((int) (100 * Math.max(0, utterance.start() - 1)), (int) (100 * (utterance.end() + 1)));
        }
        return far.cardinality() / 100.0;
    }

    private static double share(BitSet whole, BitSet of) {
        BitSet both = (BitSet) whole.clone();
        both.and(of);
        return (double) both.cardinality() / whole.cardinality();
    }

    private static Samples from(short[] samples) {
        int[] at = {0};
        return (into, offset, length) -> {
            int count = Math.min(length, samples.length - at[0]);
            System.arraycopy(samples, at[0], into, offset, count);
            at[0] += count;
            return count == 0 ? -1 : count;
        };
    }

    private static short[] readAll(PcmSource source) {
        short[] all = new short[700 * Samples.RATE];
        int filled = 0;
        for (int read = 0; read >= 0; read = source.read(all, filled, all.length - filled)) {
            filled += read;
        }
        return Arrays.copyOf(all, filled);
    }
}

package io.scribestream.chunker.vad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.chunker.cut.SpeechDetector;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SileroDetectorTest {

    private static final int WAV_HEADER = 44;
    private static SileroModel model;

    @BeforeAll
    static void open() {
        model = new SileroModel(Repository.file("models/silero-vad-v5-sequence.onnx"));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void hearsSpeechAndPauses() throws IOException {
        float[] heard = probabilities(speech(), 256);
        // "And so my fellow Americans" ends at 2.3 s, "ask not" begins at 3.3 s
        assertThat(at(heard, 1.3)).isGreaterThan(0.7f);
        assertThat(at(heard, 2.8)).isLessThan(0.2f);
        assertThat(at(heard, 9.3)).isGreaterThan(0.7f);
    }

    @Test
    void hearsNoneInSilence() {
        float[] heard = probabilities(new short[100 * SpeechDetector.FRAME], 100);
        for (float probability : heard) {
            assertThat(probability).isLessThan(0.1f);
        }
    }

    @Test
    void remembersWhatCameBeforeHoweverTheSourceIsHandedOver() throws IOException {
        float[] whole = probabilities(speech(), 1_000);
        float[] pieces = probabilities(speech(), 1);
        for (int frame = 0; frame < whole.length; frame++) {
            assertThat(pieces[frame]).isCloseTo(whole[frame], within(1e-4f));
        }
    }

    @Test
    void hearsWhatTheOriginalHearsFrameByFrame() throws Exception {
        Path original = Corpus.requireShared("models/silero-vad-v5.onnx");
        float[] expected = FrameByFrame.probabilities(original, speech());
        assertThat(probabilities(speech(), 256))
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(expected);
    }

    @Test
    void hearsEachSourceAlone() throws IOException {
        float[] alone = probabilities(speech(), 32);
        try (SpeechDetector other = model.detector()) {
            other.probabilities(Arrays.copyOf(speech(), 64 * SpeechDetector.FRAME));
            assertThat(probabilities(speech(), 32)).isEqualTo(alone);
        }
    }

    @Test
    void takesNoMoreMemoryOutsideTheHeapForManySourcesThanForOne() {
        probabilities(new short[SpeechDetector.FRAME], 1);
        long before = buffersOutsideTheHeap();

        for (int source = 0; source < 100; source++) {
            probabilities(new short[SpeechDetector.FRAME], 1);
        }

        assertThat(buffersOutsideTheHeap()).isLessThanOrEqualTo(before);
    }

    @Test
    void saysWhichModelIsMissingOrBroken(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> new SileroModel(folder.resolve("none.onnx")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("none.onnx");
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "not a model");
        assertThatThrownBy(() -> new SileroModel(broken))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("broken.onnx");
    }

    private static long buffersOutsideTheHeap() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getCount)
                .sum();
    }

    private static float at(float[] probabilities, double seconds) {
        return probabilities[(int) (seconds * 16_000 / SpeechDetector.FRAME)];
    }

    private static float[] probabilities(short[] samples, int framesAtOnce) {
        float[] all = new float[samples.length / SpeechDetector.FRAME];
        try (SpeechDetector detector = model.detector()) {
            for (int frame = 0; frame < all.length; frame += framesAtOnce) {
                int to = Math.min(all.length, frame + framesAtOnce);
                float[] some = detector.probabilities(
                        Arrays.copyOfRange(samples, frame * SpeechDetector.FRAME, to * SpeechDetector.FRAME));
                System.arraycopy(some, 0, all, frame, some.length);
            }
        }
        return all;
    }

    private static short[] speech() throws IOException {
        byte[] wav = Files.readAllBytes(Repository.file("samples/jfk.wav"));
        ByteBuffer data = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).position(WAV_HEADER);
        short[] samples = new short[data.remaining() / 2 / SpeechDetector.FRAME * SpeechDetector.FRAME];
        data.asShortBuffer().get(samples);
        return samples;
    }
}

package io.scribestream.transcriber.engine.onnx.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.transcriber.engine.onnx.graph.Precision;
import io.scribestream.transcriber.engine.onnx.model.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Where no more memory outside the heap is to be had, rows keep what they have. */
class OutOfMemoryTest {

    private static final int[] PROMPT = {50_257, 50_362};
    private static final int TOKEN = 843;

    /** What a row has room for at first. */
    private static final int FIRST_ROOM = 128;

    private Decoder decoder;
    private EncodedAudio audio;

    @Test
    void aRowThatOutgrowsItsRoomCanGoOnLater() {
        assertGoesOnAfter(FIRST_ROOM, row -> assertOutOfMemory(() -> decoder.step(List.of(row), new int[] {TOKEN})));
    }

    @Test
    void aRowThatFindsNoPlaceLeavesTheOthersTheirs() {
        assertGoesOnAfter(5, row -> assertOutOfMemory(() -> decoder.join(audio, PROMPT)));
    }

    @Test
    void rowsThatCannotListenTogetherCanLater() {
        assertGoesOnAfter(5, row -> {
            Row other = decoder.join(audio, PROMPT);
            List<Row> both = List.of(row, other);
            int[] tokens = {TOKEN + row.length(), TOKEN};
            assertOutOfMemory(() -> decoder.step(both, tokens));
            decoder.step(both, tokens);
            decoder.leave(other);
        });
    }

    private void assertGoesOnAfter(int length, Consumer<Row> accident) {
        float alone = score(length, row -> {});
        assertThat(score(length, accident)).isCloseTo(alone, within(0.001f));
    }

    /** Of one token, five tokens later, in a decoder that never had another row. */
    private float score(int length, Consumer<Row> accident) {
        try (Network network = Network.open("tiny.en", Precision.F32, 3)) {
            decoder = network.decoder();
            audio = network.hear(600);
            Row row = decoder.join(audio, PROMPT);
            stepTo(row, length);
            accident.accept(row);
            stepTo(row, length + 5);
            return row.logits().get(TOKEN);
        }
    }

    private void stepTo(Row row, int length) {
        while (row.length() < length) {
            decoder.step(List.of(row), new int[] {TOKEN + row.length()});
        }
    }

    private static void assertOutOfMemory(ThrowingCallable call) {
        List<ByteBuffer> all = new ArrayList<>();
        for (int bytes = 1 << 26; bytes >= 1 << 14; bytes >>= 6) {
            take(bytes, all);
        }
        assertThatThrownBy(call).isInstanceOf(OutOfMemoryError.class);
        assertThat(all).isNotEmpty();
    }

    private static void take(int bytes, List<ByteBuffer> into) {
        try {
            while (true) {
                into.add(ByteBuffer.allocateDirect(bytes));
            }
        } catch (OutOfMemoryError full) {
            assertThat(full).hasMessageContaining("direct buffer memory");
        }
    }
}

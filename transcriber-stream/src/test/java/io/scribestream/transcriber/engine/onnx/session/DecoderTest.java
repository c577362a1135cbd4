package io.scribestream.transcriber.engine.onnx.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.transcriber.engine.onnx.graph.Precision;
import io.scribestream.transcriber.engine.onnx.model.Row;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rows of one batch do not know of each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecoderTest {

    private static final int[] PROMPT = {50_257, 50_362};
    private static final int[] LONG_PROMPT = {50_360, 1_375, 318, 257, 890, 1_486, 50_257, 50_362};
    private static final int[] TEXT = {843, 523, 616, 5_891, 3_399, 1_265, 407};

    private Network network;
    private EncodedAudio shorter;
    private EncodedAudio longer;
    private final List<Row> live = new ArrayList<>();

    @BeforeAll
    void open() {
        network = Network.open("tiny.en", Precision.F32, 3);
        shorter = network.hear(600);
        longer = network.hear(1400);
    }

    @AfterAll
    void close() {
        if (network != null) {
            network.close();
        }
    }

    @AfterEach
    void allLeave() {
        live.forEach(network.decoder()::leave);
        live.clear();
    }

    @Test
    void aRowSaysInABatchWhatItSaysAlone() {
        // Given
        Heard alone = hearAlone(shorter, PROMPT);
        // When
        Row row = join(shorter, PROMPT);
        step(TEXT[0]);
        join(longer, LONG_PROMPT);
        step(TEXT[1], 11);
        step(TEXT[2], 13);
        join(longer, PROMPT);
        step(TEXT[3], 17, 19);
        leave(live.get(1));
        step(TEXT[4], 23);
        leave(live.get(1));
        step(TEXT[5]);
        step(TEXT[6]);
        // Then
        assertSame(row, alone);
    }

    @Test
    void aRowThatTakesAnothersPlaceKeepsItsOwnText() {
        // Given
        Heard alone = hearAlone(longer, LONG_PROMPT);
        // When
        join(shorter, PROMPT);
        Row row = join(longer, LONG_PROMPT);
        step(11, TEXT[0]);
        step(13, TEXT[1]);
        leave(live.get(0));
        assertThat(row.logits().get(0)).isFinite();
        for (int i = 2; i < TEXT.length; i++) {
            step(TEXT[i]);
        }
        // Then
        assertSame(row, alone);
    }

    @Test
    void aForkGoesOnFromWhereItsOriginStood() {
        // Given
        Heard alone = hearAlone(longer, PROMPT);
        Row origin = join(longer, PROMPT);
        step(TEXT[0]);
        // When
        Row fork = network.decoder().fork(origin);
        live.add(fork);
        assertSame(fork, new Heard(copy(origin.logits()), origin.alignment().clone(), origin.length()));
        for (int i = 1; i < TEXT.length; i++) {
            step(100 + i, TEXT[i]);
        }
        // Then
        assertSame(fork, alone);
    }

    @Test
    void aRowSteppedAloneBesideOthersSaysTheSame() {
        // Given
        Heard first = hearAlone(shorter, PROMPT);
        Heard second = hearAlone(longer, LONG_PROMPT);
        Row one = join(shorter, PROMPT);
        Row other = join(longer, LONG_PROMPT);
        step(TEXT[0], TEXT[0]);
        // When
        network.decoder().stepAlone(other, TEXT[1]);
        network.decoder().stepAlone(one, TEXT[1]);
        step(TEXT[2], TEXT[2]);
        network.decoder().stepAlone(one, TEXT[3]);
        step(TEXT[4], TEXT[3]);
        step(TEXT[5], TEXT[4]);
        network.decoder().stepAlone(other, TEXT[5]);
        step(TEXT[6], TEXT[6]);
        // Then
        assertSame(one, first);
        assertSame(other, second);
    }

    @Test
    void hasRoomForAWholeContext() {
        // Given
        Row row = join(shorter, PROMPT);
        // When
        while (row.length() < network.decoder().context()) {
            step(TEXT[row.length() % TEXT.length]);
        }
        // Then
        assertThat(row.logits().get(0)).isFinite();
        assertThatThrownBy(() -> step(TEXT[0]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("448 tokens");
    }

    @Test
    void takesNoMoreRowsThanItHasRoomFor() {
        for (int i = 0; i < 3; i++) {
            join(shorter, PROMPT);
        }
        assertThatThrownBy(() -> join(shorter, PROMPT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRowLeavesOnlyOnce() {
        Row row = join(shorter, PROMPT);
        Row other = join(longer, PROMPT);
        leave(row);
        network.decoder().leave(row);
        step(TEXT[0]);
        assertThat(other.length()).isEqualTo(PROMPT.length + 1);
    }

    private record Heard(float[] logits, float[] alignment, int length) {}

    private Heard hearAlone(EncodedAudio audio, int[] prompt) {
        Row row = join(audio, prompt);
        for (int token : TEXT) {
            step(token);
        }
        Heard heard = new Heard(copy(row.logits()), row.alignment().clone(), row.length());
        leave(row);
        return heard;
    }

    private static void assertSame(Row row, Heard expected) {
        assertThat(row.length()).isEqualTo(expected.length());
        assertThat(furthest(copy(row.logits()), expected.logits())).isLessThan(0.001f);
        assertThat(furthest(row.alignment(), expected.alignment())).isLessThan(0.001f);
    }

    private static float furthest(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        float furthest = 0;
        for (int i = 0; i < actual.length; i++) {
            furthest = Math.max(furthest, Math.abs(actual[i] - expected[i]));
        }
        return furthest;
    }

    private static float[] copy(FloatBuffer logits) {
        float[] all = new float[logits.remaining()];
        logits.duplicate().get(all);
        return all;
    }

    private Row join(EncodedAudio audio, int[] prompt) {
        Row row = network.decoder().join(audio, prompt);
        live.add(row);
        return row;
    }

    private void step(int... tokens) {
        network.decoder().step(List.copyOf(live), tokens);
    }

    private void leave(Row row) {
        network.decoder().leave(row);
        live.remove(row);
    }
}

package io.scribestream.transcriber.engine.onnx.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.transcriber.engine.onnx.words.AlignmentHeads.Head;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlignmentHeadsTest {

    @Test
    void knowsThePublishedHeadsOfAModelByItsDimensions() {
        assertThat(AlignmentHeads.of(51_865, 6, 8))
                .containsExactly(
                        new Head(3, 1),
                        new Head(4, 2),
                        new Head(4, 3),
                        new Head(4, 7),
                        new Head(5, 1),
                        new Head(5, 2),
                        new Head(5, 4),
                        new Head(5, 6));
    }

    @ParameterizedTest
    @CsvSource({
        "51864, 4, 6, 8",
        "51865, 4, 6, 6",
        "51864, 6, 8, 5",
        "51865, 6, 8, 8",
        "51864, 12, 12, 19",
        "51865, 12, 12, 10",
        "51864, 24, 16, 18",
        "51865, 24, 16, 6",
        "51865, 32, 20, 23",
        "51866, 32, 20, 10",
        "51866, 4, 20, 6",
    })
    void namesHeadsThatTheModelHas(int vocabulary, int layers, int heads, int count) {
        List<Head> found = AlignmentHeads.of(vocabulary, layers, heads);

        assertThat(found).hasSize(count).doesNotHaveDuplicates();
        assertThat(found).allMatch(head -> head.layer() < layers && head.head() < heads);
    }

    @Test
    void takesTheUpperHalfWhereNobodyPublishedHeads() {
        assertThat(AlignmentHeads.of(51_866, 2, 3)).containsExactly(new Head(1, 0), new Head(1, 1), new Head(1, 2));
    }
}

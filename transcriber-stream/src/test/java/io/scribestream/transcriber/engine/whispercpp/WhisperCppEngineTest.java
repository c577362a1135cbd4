package io.scribestream.transcriber.engine.whispercpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineContract;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.TestData;
import io.scribestream.transcriber.engine.Words;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The bundled library with the real weights. */
class WhisperCppEngineTest extends EngineContract {

    @Override
    protected Engine load(int lanes) {
        return load(lanes, 1);
    }

    private static Engine load(int lanes, int beam) {
        return WhisperCppEngine.load(new EngineConfig(TestData.model(), null, lanes, 1, beam, cache));
    }

    @Override
    protected int lanes() {
        return 2;
    }

    @Test
    void hearsTheSameInTwoLanesAtOnceAsInOne() {
        CompletableFuture<Heard> first = CompletableFuture.supplyAsync(() -> hear(speech("en")));
        CompletableFuture<Heard> second = CompletableFuture.supplyAsync(() -> hear(speech("en")));

        assertThat(first.join()).isEqualTo(second.join());
        assertThat(Words.of(first.join())).isEqualTo(Words.OF_JFK);
    }

    @Test
    void followsSeveralTextsWhereABeamIsAskedFor() {
        try (Engine wide = load(1, 5)) {
            Heard first = wide.hear(speech("en"), Effort.GREEDY, () -> false);

            assertThat(Words.of(first)).isEqualTo(Words.OF_JFK);
            assertThat(first).isNotEqualTo(hear(speech("en")));
        }
    }

    @Test
    void saysWhatItIs() {
        assertThat(engine.name()).isEqualTo("whisper.cpp 1.7.1");
    }
}

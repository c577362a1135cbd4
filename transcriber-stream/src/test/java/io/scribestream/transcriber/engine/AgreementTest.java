package io.scribestream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Corpus.Recording;
import io.scribestream.testkit.WordErrorRate;
import io.scribestream.transcriber.engine.EngineSettings.Device;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.onnx.OnnxConfig;
import io.scribestream.transcriber.engine.onnx.OnnxEngine;
import io.scribestream.transcriber.engine.onnx.graph.Precision;
import io.scribestream.transcriber.engine.whispercpp.EngineConfig;
import io.scribestream.transcriber.engine.whispercpp.WhisperCppEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engines, one model. */
class AgreementTest {

    @TempDir
    Path cache;

    @Test
    void bothHearTheSameWords() {
        List<Recording> recordings = Stream.of("arctic/", "debian-pocketsphinx/", "jfk/jfk.wav")
                .flatMap(folder -> Corpus.recordings(folder).stream())
                .toList();
        WordErrorRate difference = WordErrorRate.of(List.of(), List.of());
        try (Engine onnx =
                        OnnxEngine.load(new OnnxConfig(TestData.model(), 1, 2, Device.CPU, Precision.INT8, 1, cache));
                Engine whisper = WhisperCppEngine.load(new EngineConfig(TestData.model(), null, 1, 2, 1, cache))) {
            for (Recording recording : recordings) {
                difference = difference.plus(WordErrorRate.of(hear(whisper, recording), hear(onnx, recording), "en"));
            }
        }

        assertThat(difference.wordsSaid()).isGreaterThan(100);
        assertThat(difference.rate()).as(difference.differences()).isLessThanOrEqualTo(0.03);
    }

    private static String hear(Engine engine, Recording recording) {
        Speech speech = new Speech(TestData.samples(recording.file()), "en", "", false);
        return engine.hear(speech, Effort.GREEDY, () -> false).segments().stream()
                .map(HeardSegment::text)
                .collect(Collectors.joining(" "));
    }
}

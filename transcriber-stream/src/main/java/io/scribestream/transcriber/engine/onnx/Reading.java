package io.scribestream.transcriber.engine.onnx;

import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.onnx.decode.Decoded;
import io.scribestream.transcriber.engine.onnx.decode.Decoded.Chosen;
import io.scribestream.transcriber.engine.onnx.decode.Decoded.Stretch;
import io.scribestream.transcriber.engine.onnx.decode.Task;
import io.scribestream.transcriber.engine.onnx.text.Tokenizer;
import io.scribestream.transcriber.engine.onnx.words.Line;
import io.scribestream.transcriber.engine.onnx.words.SampledToken;
import io.scribestream.transcriber.engine.onnx.words.WordAligner;
import io.scribestream.transcriber.engine.words.Span;
import java.util.List;

/** Makes words of what was decoded. Immutable; may be shared by threads. */
final class Reading {

    private final Tokenizer tokenizer;
    private final Spoken spoken;

    Reading(Tokenizer tokenizer, Spoken spoken) {
        this.tokenizer = tokenizer;
        this.spoken = spoken;
    }

    /** @param task what was decoded: nothing is said after it, and no word in its pauses */
    Heard heard(Decoded decoded, Task task) {
        List<Line> lines = decoded.stretches().stream().map(this::line).toList();
        List<HeardSegment> segments =
                WordAligner.segments(lines, task.seconds(), task.quiet(), decoded.noSpeechProbability());
        float[] odds = decoded.languages();
        float probability = odds.length == 0 ? 1f : odds[decoded.language()];
        return new Heard(spoken.code(decoded.language()), probability, spoken.byCode(odds), segments);
    }

    private Line line(Stretch stretch) {
        return new Line(
                new Span(stretch.start(), stretch.end()),
                stretch.tokens().stream().map(this::token).toList());
    }

    private SampledToken token(Chosen chosen) {
        return new SampledToken(tokenizer.bytes(chosen.id()), chosen.probability(), chosen.attention());
    }
}

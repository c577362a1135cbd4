package io.scribestream.transcriber.engine.onnx.words;

import io.scribestream.transcriber.engine.words.Span;
import java.util.List;

/**
 * What the decoder wrote between two timestamps.
 *
 * @param span from one to the other; to the end of the chunk where the second is missing
 * @param tokens in the order they were chosen, with the timestamps around the text, and the end behind the last line
 */
public record Line(Span span, List<SampledToken> tokens) {

    public Line {
        tokens = List.copyOf(tokens);
    }
}

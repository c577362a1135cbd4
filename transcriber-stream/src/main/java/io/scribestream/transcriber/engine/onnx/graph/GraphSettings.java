package io.scribestream.transcriber.engine.onnx.graph;

import io.scribestream.transcriber.engine.ggml.Dimensions;
import io.scribestream.transcriber.engine.onnx.words.AlignmentHeads;
import io.scribestream.transcriber.engine.onnx.words.AlignmentHeads.Head;
import java.util.List;
import java.util.Locale;

/**
 * What makes two graphs of one model differ.
 *
 * @param alignment the heads of cross-attention that follow the sound; what the decoder tells of them comes in this
 *     order; at least one
 */
public record GraphSettings(Precision precision, List<Head> alignment) {

    public GraphSettings {
        alignment = List.copyOf(alignment);
        if (alignment.isEmpty()) {
            throw new IllegalArgumentException("a decoder needs at least one head to align words with");
        }
    }

    /** With the heads that are known for a model of these dimensions. */
    public static GraphSettings of(Precision precision, Dimensions dimensions) {
        return new GraphSettings(
                precision, AlignmentHeads.of(dimensions.nVocab(), dimensions.nTextLayer(), dimensions.nTextHead()));
    }

    /** For a file's name; the same for equal settings in every process. */
    String key() {
        int heads = 1;
        for (Head head : alignment) {
            heads = 31 * heads + head.layer() * 1000 + head.head();
        }
        return precision.name().toLowerCase(Locale.ROOT) + "-" + Integer.toHexString(heads);
    }
}

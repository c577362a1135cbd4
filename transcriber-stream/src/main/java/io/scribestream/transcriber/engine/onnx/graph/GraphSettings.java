package io.scribestream.transcriber.engine.onnx.graph;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
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

    /** Numbers that each head of the decoder works with, in every Whisper there is. */
    public static final int HEAD = 64;

    /** Frames of 20 ms that every Whisper hears: 30 s. */
    private static final int FRAMES = 1500;

    private static final int LEAST_CONTEXT = 64;

    public GraphSettings {
        alignment = List.copyOf(alignment);
        if (alignment.isEmpty()) {
            throw new IllegalArgumentException("a decoder needs at least one head to align words with");
        }
    }

    /**
     * With the heads that are known for a model of these dimensions.
     *
     * @throws EnvironmentException if no graphs can be built for them
     */
    public static GraphSettings of(Precision precision, Dimensions dimensions) {
        hold(dimensions.nTextState() == HEAD * dimensions.nTextHead(), "attention heads that are not 64 numbers wide");
        hold(
                dimensions.nAudioCtx() == FRAMES,
                "an audio context of " + dimensions.nAudioCtx() + " where 30 s are 1500");
        hold(dimensions.nTextCtx() >= LEAST_CONTEXT, "a text context of " + dimensions.nTextCtx() + " tokens");
        return new GraphSettings(
                precision, AlignmentHeads.of(dimensions.nVocab(), dimensions.nTextLayer(), dimensions.nTextHead()));
    }

    private static void hold(boolean can, String what) {
        if (!can) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID,
                    "the model has " + what
                            + ", which the engine onnx cannot take: use another model, or set WHISPER_ENGINE to whisper.cpp");
        }
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

package io.scribestream.transcriber.engine.onnx.graph;

import java.util.List;

/**
 * One part of an encoded chunk: {@code [frames][channels]} after the batch, or {@code [1][channels]}.
 *
 * @param name as input and output of the graphs
 * @param everyFrame whether each frame has channels of its own here
 */
public record Plane(String name, ElementType type, boolean everyFrame) {

    static final Plane WHOLE = new Plane("audio", ElementType.UINT8, true);
    static final Plane SCALE = new Plane("audio_scale", ElementType.FLOAT, false);
    static final Plane CENTRE = new Plane("audio_centre", ElementType.FLOAT, false);

    /** A frame's channel is its whole number less 128, times the channel's scale, plus its centre. */
    static final List<Plane> QUANTISED = List.of(WHOLE, SCALE, CENTRE);

    static Plane reals(ElementType type) {
        return new Plane("audio", type, true);
    }

    /** How many numbers a chunk of so many frames has here. */
    public int size(int frames, int channels) {
        return everyFrame ? frames * channels : channels;
    }

    /** For a batch. */
    public long[] shape(int rows, int frames, int channels) {
        return new long[] {rows, everyFrame ? frames : 1, channels};
    }

    Object[] dimensions(int channels) {
        return new Object[] {"batch", everyFrame ? "frames" : 1, channels};
    }
}

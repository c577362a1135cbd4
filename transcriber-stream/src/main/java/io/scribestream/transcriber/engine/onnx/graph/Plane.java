package io.scribestream.transcriber.engine.onnx.graph;

import java.util.List;

/**
 * One part of an encoded chunk. The frames lie there twice, as they are and turned round: each of the two products of
 * cross-attention reads its own without a step between numbers it needs together.
 *
 * @param name as input and output of the graphs
 */
public record Plane(String name, ElementType type, Layout layout) {

    /** What its numbers stand for; the batch comes before. */
    public enum Layout {
        /** {@code [frames][channels]}. */
        FRAMES_OF_CHANNELS,
        /** {@code [channels][frames]}. */
        CHANNELS_OF_FRAMES,
        /** {@code [1][channels]}. */
        CHANNELS
    }

    static final Plane SCALE = new Plane("audio_scale", ElementType.FLOAT, Layout.CHANNELS);
    static final Plane CENTRE = new Plane("audio_centre", ElementType.FLOAT, Layout.CHANNELS);
    static final List<Plane> QUANTISED = List.of(frames(ElementType.UINT8), turned(ElementType.UINT8), SCALE, CENTRE);

    static List<Plane> reals(ElementType type) {
        return List.of(frames(type), turned(type));
    }

    private static Plane frames(ElementType type) {
        return new Plane("audio", type, Layout.FRAMES_OF_CHANNELS);
    }

    private static Plane turned(ElementType type) {
        return new Plane("audio_turned", type, Layout.CHANNELS_OF_FRAMES);
    }

    /** How many numbers a chunk of so many frames has here. */
    public int size(int frames, int channels) {
        return layout == Layout.CHANNELS ? channels : frames * channels;
    }

    /** For a batch. */
    public long[] shape(int rows, int frames, int channels) {
        return switch (layout) {
            case FRAMES_OF_CHANNELS -> new long[] {rows, frames, channels};
            case CHANNELS_OF_FRAMES -> new long[] {rows, channels, frames};
            case CHANNELS -> new long[] {rows, 1, channels};
        };
    }

    Object[] dimensions(int channels) {
        return switch (layout) {
            case FRAMES_OF_CHANNELS -> new Object[] {"batch", "frames", channels};
            case CHANNELS_OF_FRAMES -> new Object[] {"batch", channels, "frames"};
            case CHANNELS -> new Object[] {"batch", 1, channels};
        };
    }
}

package io.scribestream.renderers;

/**
 * What a rendering holds beside the text.
 *
 * @param words JSON: every word with its times and probability; the other formats have no place for it
 * @param gaps text: a line for each gap, where the missing words would be. WebVTT and JSON always say them; SubRip and
 *     TSV have no place for what is neither a cue nor a segment, and say none
 */
public record RenderOptions(boolean words, boolean gaps) {

    public static final RenderOptions DEFAULT = new RenderOptions(false, false);
}

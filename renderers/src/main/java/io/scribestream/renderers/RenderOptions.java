package io.scribestream.renderers;

/**
 * What a rendering holds beside the text.
 *
 * @param words JSON: every word with its times and probability; the other formats have no place for it
 */
public record RenderOptions(boolean words) {

    public static final RenderOptions DEFAULT = new RenderOptions(false);
}

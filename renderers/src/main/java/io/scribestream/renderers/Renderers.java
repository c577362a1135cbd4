package io.scribestream.renderers;

import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/** Every format's renderer. Line ends are line feeds on every machine. */
public final class Renderers {

    /**
     * Writes a transcript.
     *
     * @param out gets characters as they come; flushed at the end, not closed
     */
    public static void render(Transcript transcript, Format format, RenderOptions options, Writer out)
            throws IOException {
        of(format).render(transcript, options, out);
        out.flush();
    }

    /** The whole rendering in memory; for transcripts that are known to be small. */
    public static String render(Transcript transcript, Format format, RenderOptions options) {
        try (StringWriter out = new StringWriter()) {
            render(transcript, format, options, out);
            return out.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Renderer of(Format format) {
        return switch (format) {
            case TXT -> new TxtRenderer();
            case SRT -> new SrtRenderer();
            case VTT -> new VttRenderer();
            case JSON -> new JsonRenderer();
            case TSV -> new TsvRenderer();
        };
    }

    private Renderers() {}
}

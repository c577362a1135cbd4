package io.scribestream.renderers;

import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.io.Writer;

/** Writes a transcript in one format, piece by piece: it never holds the whole output. Thread-safe. */
interface Renderer {

    /**
     * @param out neither flushed nor closed
     */
    void render(Transcript transcript, RenderOptions options, Writer out) throws IOException;
}

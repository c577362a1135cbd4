package io.scribestream.renderers;

import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.io.Writer;

/**
 * One line a trusted segment: start and end in milliseconds, the text; tabs between them, a line of names on top. The
 * layout is that of whisper's own TSV. A tab or line break inside a text becomes a space. Each line is a segment,
 * so gaps are not in it.
 */
final class TsvRenderer implements Renderer {

    @Override
    public void render(Transcript transcript, RenderOptions options, Writer out) throws IOException {
        out.write("start\tend\ttext\n");
        for (Segment segment : Trusted.segments(transcript)) {
            out.write(Times.millis(segment.getStart()) + "\t" + Times.millis(segment.getEnd()) + "\t"
                    + Trusted.line(segment.getText()) + "\n");
        }
    }
}

package io.scribestream.renderers;

import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.io.Writer;

/**
 * WebVTT, cut as {@link CueBuilder} says. Players do not show notes, so gaps stand in notes before the first cue:
 * {@code NOTE gap 00:01:10.000 - 00:01:39.000 engine_failed}.
 */
final class VttRenderer implements Renderer {

    @Override
    public void render(Transcript transcript, RenderOptions options, Writer out) throws IOException {
        out.write("WEBVTT\n");
        for (Gap gap : transcript.getCoverage().getGaps()) {
            out.write("\nNOTE gap " + clock(Times.millis(gap.getStart())) + " - " + clock(Times.millis(gap.getEnd()))
                    + " " + escape(Trusted.line(gap.getReason())) + "\n");
        }
        for (Cue cue : CueBuilder.cues(transcript)) {
            out.write("\n" + clock(cue.start()) + " --> " + clock(cue.end()) + "\n");
            for (String line : cue.lines()) {
                out.write(escape(line) + "\n");
            }
        }
    }

    private static String clock(long millis) {
        return Times.clock(millis, '.');
    }

    /** With no bare {@code >} there is no arrow in a text either. */
    private static String escape(String line) {
        return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

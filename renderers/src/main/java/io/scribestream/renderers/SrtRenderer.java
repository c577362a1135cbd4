package io.scribestream.renderers;

import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.io.Writer;

/** SubRip: cues numbered from 1, times with a comma, cut as {@link CueBuilder} says. It has no comments, so gaps are not in it. */
final class SrtRenderer implements Renderer {

    @Override
    public void render(Transcript transcript, RenderOptions options, Writer out) throws IOException {
        int number = 0;
        for (Cue cue : CueBuilder.cues(transcript)) {
            out.write(++number + "\n");
            out.write(Times.clock(cue.start(), ',') + " --> " + Times.clock(cue.end(), ',') + "\n");
            for (String line : cue.lines()) {
                out.write(plain(line) + "\n");
            }
            out.write('\n');
        }
    }

    /** SubRip knows no escapes, and many players take any line with this arrow for a time. */
    private static String plain(String line) {
        return line.replace("-->", "->");
    }
}

package io.scribestream.renderers;

import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Running text, one line a paragraph, a blank line between paragraphs. Suppressed text is left out; so are gaps, unless
 * they are asked for: each stands on a line of its own then, where the missing words would be:
 * {@code [gap 00:01:10-00:01:39: engine_failed]}.
 */
final class TxtRenderer implements Renderer {

    /** People breathe and think for less than this; where nobody speaks for longer, the topic or the speaker changes. */
    private static final double PARAGRAPH_PAUSE_SECONDS = 2;

    /** Speech that never pauses is still broken where a sentence ends, so that a page stays readable. */
    private static final int LONG_PARAGRAPH = 1_000;

    @Override
    public void render(Transcript transcript, RenderOptions options, Writer out) throws IOException {
        Deque<Gap> gaps =
                new ArrayDeque<>(options.gaps() ? transcript.getCoverage().getGaps() : List.of());
        Paragraphs paragraphs = new Paragraphs(out);
        for (Segment segment : Trusted.segments(transcript)) {
            while (!gaps.isEmpty() && gaps.getFirst().getStart() <= segment.getStart()) {
                paragraphs.alone(line(gaps.removeFirst()));
            }
            paragraphs.add(segment);
        }
        for (Gap gap : gaps) {
            paragraphs.alone(line(gap));
        }
        paragraphs.end();
    }

    private static String line(Gap gap) {
        return "[gap " + Times.clock(gap.getStart()) + "-" + Times.clock(gap.getEnd()) + ": "
                + Trusted.line(gap.getReason()) + "]";
    }

    private static final class Paragraphs {
        private final Writer out;
        private boolean any;
        private int length;
        private double end;
        private boolean sentenceEnded;

        Paragraphs(Writer out) {
            this.out = out;
        }

        void add(Segment segment) throws IOException {
            boolean pause = segment.getStart() - end >= PARAGRAPH_PAUSE_SECONDS;
            if (length > 0 && (pause || (length > LONG_PARAGRAPH && sentenceEnded))) {
                end();
            }
            String text = Trusted.line(segment.getText());
            if (length == 0) {
                begin();
            } else {
                out.write(' ');
            }
            out.write(text);
            length += text.length() + 1;
            end = segment.getEnd();
            sentenceEnded = Punctuation.endsSentence(text);
        }

        void alone(String line) throws IOException {
            end();
            begin();
            out.write(line);
            out.write('\n');
        }

        void end() throws IOException {
            if (length > 0) {
                out.write('\n');
                length = 0;
            }
        }

        private void begin() throws IOException {
            if (any) {
                out.write('\n');
            }
            any = true;
        }
    }
}

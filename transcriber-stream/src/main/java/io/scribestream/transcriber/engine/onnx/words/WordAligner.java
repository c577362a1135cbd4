package io.scribestream.transcriber.engine.onnx.words;

import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.words.Piece;
import io.scribestream.transcriber.engine.words.Segments;
import io.scribestream.transcriber.engine.words.Span;
import io.scribestream.transcriber.engine.words.Token;
import io.scribestream.transcriber.engine.words.TokenText;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds when words were said: the tokens of a chunk are laid along its frames so that each covers those that the model
 * looked at when it chose that token, and a word lasts from its first token to where the next one begins.
 *
 * <p>Only text takes part, and what was chosen last: it takes up the silence at the end. With the timestamps between as
 * further tokens, 30 instead of 35 of 44 first words of utterances were within a tenth of a second.
 */
public final class WordAligner {

    private static final double FRAMES_A_SECOND = 50;

    private WordAligner() {}

    /**
     * Makes a segment of each line that says something.
     *
     * @param lines all that one row wrote, in order; as many heads and frames for each token
     * @param seconds how long the chunk is: nothing is said after it
     * @param quiet where nobody speaks, in order
     * @param noSpeech the probability that nothing is said at all, -1 where it is not known
     * @throws IllegalArgumentException if tokens differ in heads or frames
     */
    public static List<HeardSegment> segments(List<Line> lines, double seconds, List<Span> quiet, float noSpeech) {
        List<Line> said = lines.stream()
                .filter(line -> line.tokens().stream().anyMatch(SampledToken::isText))
                .toList();
        if (said.isEmpty()) {
            return List.of();
        }
        List<List<Token>> timed = timed(said);
        List<List<Piece>> pieces = TokenText.of(timed);
        List<Span> spans = LineSpans.of(
                said.stream().map(line -> line.span().within(seconds)).toList(),
                timed.stream().mapToDouble(tokens -> tokens.get(0).start()).toArray());
        List<HeardSegment> segments = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            Span span = spans.get(i).within(seconds);
            Segments.of(span, LongPieces.shorten(pieces.get(i)), quiet, noSpeech)
                    .ifPresent(segments::add);
        }
        return segments;
    }

    /** The tokens of text of each line. */
    private static List<List<Token>> timed(List<Line> lines) {
        List<SampledToken> text = new ArrayList<>();
        lines.forEach(
                line -> line.tokens().stream().filter(SampledToken::isText).forEach(text::add));
        List<Attention> attention =
                new ArrayList<>(text.stream().map(SampledToken::attention).toList());
        List<SampledToken> last = lines.get(lines.size() - 1).tokens();
        if (!last.get(last.size() - 1).isText()) {
            attention.add(last.get(last.size() - 1).attention());
        }
        double[] times = times(attention);
        List<List<Token>> timed = new ArrayList<>();
        int at = 0;
        for (Line line : lines) {
            List<Token> tokens = new ArrayList<>();
            for (SampledToken token : line.tokens()) {
                if (token.isText()) {
                    tokens.add(new Token(token.bytes(), times[at], times[at + 1], token.probability()));
                    at++;
                }
            }
            timed.add(tokens);
        }
        return timed;
    }

    /** When each token begins, and behind them when the last one ends. */
    private static double[] times(List<Attention> tokens) {
        requireAlike(tokens);
        int[] starts = DynamicTimeWarping.starts(AttentionMatrix.of(tokens));
        double[] times = new double[starts.length + 1];
        for (int i = 0; i < starts.length; i++) {
            times[i] = starts[i] / FRAMES_A_SECOND;
        }
        times[starts.length] = tokens.get(0).frames() / FRAMES_A_SECOND;
        return times;
    }

    private static void requireAlike(List<Attention> tokens) {
        List<String> sizes = tokens.stream()
                .map(token -> token.heads() + "x" + token.frames())
                .distinct()
                .toList();
        if (sizes.size() > 1 || tokens.get(0).frames() == 0) {
            throw new IllegalArgumentException("the tokens of a row differ in heads or frames: " + sizes);
        }
    }
}

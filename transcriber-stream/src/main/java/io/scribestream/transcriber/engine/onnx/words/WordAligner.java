package io.scribestream.transcriber.engine.onnx.words;

import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.words.Piece;
import io.scribestream.transcriber.engine.words.Segments;
import io.scribestream.transcriber.engine.words.Span;
import io.scribestream.transcriber.engine.words.Token;
import io.scribestream.transcriber.engine.words.TokenText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds when words were said: the tokens of a chunk are laid along its frames so that each covers those that the model
 * looked at when it chose that token, and a word lasts from its first token to where the next one begins. Timestamps and
 * the end take part as tokens without text, since the model looks at the pauses when it chooses them.
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
        List<List<Piece>> pieces = TokenText.of(timed(lines));
        List<HeardSegment> segments = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Span span = lines.get(i).span().within(seconds);
            Segments.of(span, LongPieces.shorten(pieces.get(i)), quiet, noSpeech)
                    .ifPresent(segments::add);
        }
        return segments;
    }

    private static List<List<Token>> timed(List<Line> lines) {
        List<SampledToken> all =
                lines.stream().flatMap(line -> line.tokens().stream()).toList();
        double[] times = times(all.stream().map(SampledToken::attention).toList());
        List<List<Token>> timed = new ArrayList<>();
        int at = 0;
        for (Line line : lines) {
            List<Token> tokens = new ArrayList<>();
            for (SampledToken token : line.tokens()) {
                if (token.isText()) {
                    tokens.add(new Token(token.bytes(), times[at], times[at + 1], token.probability()));
                }
                at++;
            }
            timed.add(tokens);
        }
        return timed;
    }

    /** When each token begins, and behind them when the last one ends. */
    private static double[] times(List<Attention> tokens) {
        if (tokens.isEmpty()) {
            return new double[1];
        }
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
        Attention first = tokens.get(0);
        boolean alike =
                tokens.stream().allMatch(token -> token.heads() == first.heads() && token.frames() == first.frames());
        if (!alike || first.frames() == 0) {
            throw new IllegalArgumentException("the tokens of a row differ in heads or frames: "
                    + tokens.stream()
                            .flatMap(t -> Stream.of(t.heads() + "x" + t.frames()))
                            .distinct()
                            .toList());
        }
    }
}

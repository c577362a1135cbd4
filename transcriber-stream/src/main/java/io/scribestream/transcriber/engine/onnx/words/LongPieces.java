package io.scribestream.transcriber.engine.onnx.words;

import io.scribestream.transcriber.engine.words.Piece;
import java.util.ArrayList;
import java.util.List;

/**
 * Shortens what stretches over the pause between two sentences: the mark that ends the first or the word that begins the
 * second. Neither lasts longer than twice the usual, as in OpenAI's {@code whisper/timing.py}.
 */
final class LongPieces {

    private static final String SENTENCE_ENDS = ".。!！?？";

    /** In seconds: what is taken for usual at most, where speech is slow. */
    private static final double LONGEST_USUAL = 0.7;

    private LongPieces() {}

    /** The same texts, in the same order. */
    static List<Piece> shorten(List<Piece> pieces) {
        double most = 2 * usual(pieces);
        List<Piece> shorter = new ArrayList<>(pieces.size());
        boolean afterSentence = false;
        for (Piece piece : pieces) {
            boolean endsSentence = endsSentence(piece.text());
            boolean tooLong = piece.end() - piece.start() > most;
            if (tooLong && endsSentence) {
                shorter.add(new Piece(piece.text(), piece.start(), piece.start() + most, piece.probability()));
            } else if (tooLong && afterSentence) {
                shorter.add(new Piece(piece.text(), piece.end() - most, piece.end(), piece.probability()));
            } else {
                shorter.add(piece);
            }
            afterSentence = endsSentence;
        }
        return shorter;
    }

    /** The median of those that last at all. */
    private static double usual(List<Piece> pieces) {
        double[] lengths = pieces.stream()
                .mapToDouble(piece -> piece.end() - piece.start())
                .filter(length -> length > 0)
                .sorted()
                .toArray();
        return lengths.length == 0 ? 0 : Math.min(LONGEST_USUAL, lengths[lengths.length / 2]);
    }

    private static boolean endsSentence(String text) {
        String mark = text.strip();
        return !mark.isEmpty() && SENTENCE_ENDS.contains(mark);
    }
}

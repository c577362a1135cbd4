package io.scribestream.renderers;

import java.util.List;

/** Lays the pieces of one cue out on lines: one if they fit, else two of about the same width. */
final class Lines {

    /** The width that broadcasters and streaming services ask for. */
    static final int COLUMNS = 42;

    /** How many columns of imbalance a line that ends with punctuation is worth. */
    private static final int PUNCTUATION_BONUS = 8;

    static boolean fit(List<Piece> pieces) {
        return columns(pieces) <= COLUMNS || balanced(pieces) > 0;
    }

    /** The lines of pieces that {@link #fit}. */
    static List<String> of(List<Piece> pieces) {
        if (columns(pieces) <= COLUMNS) {
            return List.of(text(pieces));
        }
        int at = balanced(pieces);
        return List.of(text(pieces.subList(0, at)), text(pieces.subList(at, pieces.size())));
    }

    /** The piece that the second line begins with; 0 where two lines are not enough. */
    private static int balanced(List<Piece> pieces) {
        int total = columns(pieces);
        int best = 0;
        int bestCost = Integer.MAX_VALUE;
        int first = pieces.get(0).columns();
        for (int at = 1; at < pieces.size(); at++) {
            Piece next = pieces.get(at);
            int second = total - first - (next.spaced() ? 1 : 0);
            if (first <= COLUMNS && second <= COLUMNS) {
                int cost = Math.abs(first - second) - bonus(pieces.get(at - 1)) + (next.spaced() ? 0 : 4);
                if (cost < bestCost) {
                    best = at;
                    bestCost = cost;
                }
            }
            first += next.added();
        }
        return best;
    }

    private static int bonus(Piece last) {
        return Punctuation.endsSentence(last.text()) || Punctuation.endsClause(last.text()) ? PUNCTUATION_BONUS : 0;
    }

    private static int columns(List<Piece> pieces) {
        int columns = pieces.get(0).columns();
        for (int i = 1; i < pieces.size(); i++) {
            columns += pieces.get(i).added();
        }
        return columns;
    }

    private static String text(List<Piece> pieces) {
        StringBuilder text = new StringBuilder(pieces.get(0).text());
        for (Piece piece : pieces.subList(1, pieces.size())) {
            text.append(piece.spaced() ? " " : "").append(piece.text());
        }
        return text.toString();
    }

    private Lines() {}
}

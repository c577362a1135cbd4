package io.scribestream.transcriber.engine.words;

import java.lang.Character.UnicodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups pieces of text into words. A space begins a word; in scripts that write none, each piece is one. Punctuation
 * that stands alone goes to the word it belongs to. What the pieces say stays in its order, whole.
 */
final class WordGrouping {

    private WordGrouping() {}

    /** The words keep the spaces they were written with. */
    static List<Piece> words(List<Piece> pieces) {
        List<Group> groups = new ArrayList<>();
        for (Piece piece : pieces) {
            if (groups.isEmpty() || begins(groups.get(groups.size() - 1).text(), piece.text())) {
                groups.add(new Group());
            }
            groups.get(groups.size() - 1).add(piece);
        }
        return attachPunctuation(groups).stream().map(Group::asPiece).toList();
    }

    private static boolean begins(String before, String text) {
        int first = text.codePointAt(0);
        if (isSpace(first)) {
            return true;
        }
        int last = before.codePointBefore(before.length());
        if (isMark(first) || isOpening(last) || (isPunctuation(first) && !isOpening(first))) {
            return false;
        }
        return isUnspaced(first) || isUnspaced(last);
    }

    private static List<Group> attachPunctuation(List<Group> groups) {
        List<Group> words = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            boolean alone = group.text().codePoints().allMatch(c -> isSpace(c) || isPunctuation(c));
            boolean opens = alone && group.text().codePoints().anyMatch(WordGrouping::isOpening);
            if (alone && i + 1 < groups.size() && (opens || words.isEmpty())) {
                groups.get(i + 1).addBefore(group);
            } else if (alone && !words.isEmpty()) {
                words.get(words.size() - 1).add(group);
            } else {
                words.add(group);
            }
        }
        return words;
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || c == 0x200D // joins emoji
                || (c >= 0x1F3FB && c <= 0x1F3FF); // skin tones
    }

    private static boolean isPunctuation(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isOpening(int c) {
        int type = Character.getType(c);
        return type == Character.START_PUNCTUATION
                || type == Character.INITIAL_QUOTE_PUNCTUATION
                || c == '\u00BF'
                || c == '\u00A1';
    }

    private static boolean isUnspaced(int c) {
        return Unspaced.holds(c)
                || UnicodeBlock.of(c) == UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION
                || UnicodeBlock.of(c) == UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS;
    }

    /** Pieces on their way to a word. */
    private static final class Group {

        private final List<Piece> pieces = new ArrayList<>();

        void add(Piece piece) {
            pieces.add(piece);
        }

        void add(Group other) {
            pieces.addAll(other.pieces);
        }

        void addBefore(Group other) {
            pieces.addAll(0, other.pieces);
        }

        String text() {
            StringBuilder text = new StringBuilder();
            pieces.forEach(piece -> text.append(piece.text()));
            return text.toString();
        }

        Piece asPiece() {
            double probability =
                    pieces.stream().mapToDouble(Piece::probability).average().orElse(0);
            return new Piece(
                    text(), pieces.get(0).start(), pieces.get(pieces.size() - 1).end(), (float) probability);
        }
    }
}

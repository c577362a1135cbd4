package io.scribestream.renderers;

import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Word;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Takes segments apart. Words lend their times; where a segment has no words, or they say something else than its
 * text, the text counts and time is shared out by width.
 */
final class Pieces {

    private static final Pattern CHARACTER = Pattern.compile("\\X");

    private final List<Piece> pieces = new ArrayList<>();
    private final int widest;

    /** Knows which marks may not begin a line in Chinese and Japanese. */
    private final BreakIterator breaks = BreakIterator.getLineInstance(Locale.ROOT);

    private Pieces(int widest) {
        this.widest = widest;
    }

    /**
     * @param widest columns that no piece may exceed
     * @return in order; starts never go back and no piece ends behind the start of the next
     */
    static List<Piece> of(List<Segment> segments, int widest) {
        Pieces pieces = new Pieces(widest);
        segments.forEach(pieces::add);
        return inOrder(pieces.pieces);
    }

    private void add(Segment segment) {
        if (!wordsSay(segment.getWords(), segment.getText())) {
            add(segment.getText(), true, Times.millis(segment.getStart()), Times.millis(segment.getEnd()));
            return;
        }
        String text = segment.getText();
        int at = 0;
        for (Word word : segment.getWords()) {
            int begin = skipSpaces(text, at);
            boolean spaced = at == 0 || begin > at;
            for (int left = solid(word.getText()).length(); left > 0; left--) {
                begin = skipSpaces(text, begin) + 1;
            }
            at = begin;
            add(word.getText(), spaced, Times.millis(word.getStart()), Times.millis(word.getEnd()));
        }
    }

    /** Splits at spaces, and inside what is too wide or not written in words. */
    private void add(String text, boolean spaced, long start, long end) {
        int total = Math.max(1, Columns.of(solid(text)));
        double perColumn = Math.max(0, end - start) / (double) total;
        int column = 0;
        boolean space = spaced;
        for (String word : Trusted.SPACES.split(text.strip())) {
            for (String part : parts(word)) {
                int next = column + Columns.of(part);
                pieces.add(new Piece(
                        part, space, start + Math.round(column * perColumn), start + Math.round(next * perColumn)));
                column = next;
                space = false;
            }
            space = true;
        }
    }

    private List<String> parts(String word) {
        if (word.isEmpty()) {
            return List.of();
        }
        if (Columns.of(word) <= widest && !Columns.hasWide(word)) {
            return List.of(word);
        }
        List<String> parts = new ArrayList<>();
        breaks.setText(word);
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            String part = word.substring(from, to);
            if (Columns.of(part) <= widest) {
                parts.add(part);
            } else {
                parts.addAll(chopped(part));
            }
        }
        return parts;
    }

    /** Parts of one line each, never inside a character with its marks. */
    private List<String> chopped(String word) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (MatchResult character : CHARACTER.matcher(word).results().toList()) {
            if (Columns.of(part.toString()) + Columns.of(character.group()) > widest && part.length() > 0) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(character.group());
        }
        parts.add(part.toString());
        return parts;
    }

    /** Engines let words overlap by some hundredths of a second; cues must not. */
    private static List<Piece> inOrder(List<Piece> pieces) {
        List<Piece> ordered = new ArrayList<>(pieces.size());
        long start = 0;
        for (Piece piece : pieces) {
            start = Math.max(start, piece.start());
            ordered.add(piece.at(start, Math.max(start, piece.end())));
        }
        for (int i = 0; i + 1 < ordered.size(); i++) {
            Piece piece = ordered.get(i);
            ordered.set(
                    i,
                    piece.at(
                            piece.start(),
                            Math.min(piece.end(), ordered.get(i + 1).start())));
        }
        return ordered;
    }

    private static boolean wordsSay(List<Word> words, String text) {
        StringBuilder said = new StringBuilder();
        words.forEach(word -> said.append(solid(word.getText())));
        return said.length() > 0 && said.toString().equals(solid(text));
    }

    private static String solid(String text) {
        return Trusted.SPACES.matcher(text).replaceAll("");
    }

    private static int skipSpaces(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}

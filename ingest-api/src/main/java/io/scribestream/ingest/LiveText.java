package io.scribestream.ingest;

import io.scribestream.ingest.events.TextPosition;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.avro.Transcript;
import java.util.Optional;

/**
 * The text of a job from some place on, as it grows, and at last that of its transcript: what was said of it while the job
 * ran is how the transcript begins, so that one place fits both. Not thread-safe.
 */
final class LiveText {

    /** In UTF-16 units; a longer text comes in several. */
    private static final int MOST = 64 * 1024;

    private final BoardView board;
    private TextPosition position;

    /** Pieces on the board that were read, and how long they are together. */
    private int pieces;

    private int piecesLength;

    LiveText(BoardView board, TextPosition position) {
        this.board = board;
        this.position = position;
    }

    /** Behind all that was given. */
    TextPosition position() {
        return position;
    }

    /** The text behind the position, which moves behind it; empty where there is none at the moment. */
    String next(BoardRow row) {
        Optional<Transcript> transcript = row.getVersion() > 0 ? board.transcript(row.getJobId()) : Optional.empty();
        return transcript.isPresent() ? rest(transcript.get()) : grown(row);
    }

    private String rest(Transcript transcript) {
        String text = transcript.getText();
        position = position.in(transcript.getVersion());
        int begin = Math.min(text.length(), position.chars());
        int end = Math.min(text.length(), begin + MOST);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        position = position.plus(end - begin);
        return text.substring(begin, end);
    }

    private String grown(BoardRow row) {
        int begin = piecesLength;
        StringBuilder text = new StringBuilder();
        while (pieces < row.getTexts() && text.length() < MOST) {
            Optional<String> piece = board.piece(row.getJobId(), pieces);
            if (piece.isEmpty()) {
                break; // The outcome came just now; what is missing is in the transcript.
            }
            text.append(pieces == 0 ? "" : " ").append(piece.get());
            pieces++;
        }
        piecesLength += text.length();
        String unknown = text.substring(Math.min(text.length(), Math.max(0, position.chars() - begin)));
        position = position.plus(unknown.length());
        return unknown;
    }
}

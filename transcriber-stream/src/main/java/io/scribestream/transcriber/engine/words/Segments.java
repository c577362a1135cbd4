package io.scribestream.transcriber.engine.words;

import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.Heard.HeardWord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes segments of pieces of text. */
public final class Segments {

    private Segments() {}

    /**
     * From its first word to its last one: the library lets a segment begin where the one before it ended.
     *
     * @return empty if there is nothing to read in it
     */
    public static Optional<HeardSegment> of(Span span, List<Piece> pieces, List<Span> quiet, float noSpeech) {
        String text =
                pieces.stream().map(Piece::text).collect(Collectors.joining()).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        double probability =
                pieces.stream().mapToDouble(Piece::probability).average().orElse(0);
        List<HeardWord> words = WordTimes.within(span, WordGrouping.words(pieces), quiet);
        double start = words.get(0).start();
        double end = words.get(words.size() - 1).end();
        return Optional.of(new HeardSegment(start, end, text, words, (float) probability, noSpeech));
    }
}

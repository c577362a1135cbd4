package io.scribestream.transcriber.engine;

import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.Heard.HeardWord;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words as people compare them: without case and punctuation. */
public final class Words {

    public static final String OF_JFK = "and so my fellow americans ask not what your country can do for you"
            + " ask what you can do for your country";

    private Words() {}

    public static String of(Heard heard) {
        return plain(heard.segments().stream().map(HeardSegment::text).collect(Collectors.joining(" ")));
    }

    public static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}' ]", "")
                .replaceAll(" +", " ")
                .strip();
    }

    public static List<HeardWord> timed(Heard heard) {
        return heard.segments().stream()
                .flatMap(segment -> segment.words().stream())
                .toList();
    }
}

package io.scribestream.transcriber.engine.onnx.decode;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A small one: 100 tokens of text, each spelled as its number, three languages, and all times. */
final class Vocabulary {

    static final int TEXTS = 100;
    static final int BLANK = 99;
    static final int NOTE = 98;
    static final TokenIds IDS = new TokenIds(100, 101, 102, 3, 105, 106, 107, 108, 110);
    static final TokenIds ENGLISH = new TokenIds(100, 101, 102, 0, 105, 106, 107, 108, 110);
    static final int SIZE = IDS.firstTime() + 30 * TokenIds.TIMES_A_SECOND + 1;
    static final int END = IDS.end();

    private Vocabulary() {}

    static Lexicon lexicon() {
        return lexicon(IDS);
    }

    static Lexicon lexicon(TokenIds ids) {
        return new Lexicon(ids, new int[] {NOTE}, BLANK, Vocabulary::spell);
    }

    private static String spell(int[] tokens) {
        return Arrays.stream(tokens).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    static int time(double seconds) {
        return IDS.firstTime() + (int) Math.round(seconds * TokenIds.TIMES_A_SECOND);
    }
}

package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A small one: 100 tokens of text, each spelled as its number, three languages, and all times. */
final class Vocabulary {

    private static final int TIMES_A_SECOND = 50;
    static final int BLANK = 99;
    static final int NOTE = 98;
    static final Tokens IDS = new Tokens(100, 101, 102, 3, 105, 106, 107, 108, 109, 110, 111);
    static final Tokens ENGLISH = new Tokens(100, 101, 102, 0, 105, 106, 107, 108, 109, 110, 111);
    static final int SIZE = IDS.firstTime() + 30 * TIMES_A_SECOND + 1;
    static final int END = IDS.end();

    private Vocabulary() {}

    static Lexicon lexicon() {
        return lexicon(IDS);
    }

    static Lexicon lexicon(Tokens ids) {
        return new Lexicon(ids, new int[] {NOTE}, BLANK, Vocabulary::spell);
    }

    private static String spell(int[] tokens) {
        return Arrays.stream(tokens).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    static int time(double seconds) {
        return IDS.firstTime() + (int) Math.round(seconds * TIMES_A_SECOND);
    }
}

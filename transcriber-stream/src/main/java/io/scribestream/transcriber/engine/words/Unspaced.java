package io.scribestream.transcriber.engine.words;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** Scripts that put no spaces between words. */
public final class Unspaced {

    private static final Set<UnicodeScript> SCRIPTS = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN);

    private Unspaced() {}

    public static boolean holds(int codePoint) {
        return SCRIPTS.contains(UnicodeScript.of(codePoint));
    }
}

package io.scribestream.transcriber.quality;

import java.util.List;

/**
 * The same units over and over, one time right behind the other.
 *
 * @param start where the first copy starts
 * @param length units in a copy
 * @param copies how many there are, the first one too; 1 where nothing repeats
 */
record Loop(int start, int length, int copies) {

    static final Loop NONE = new Loop(0, 0, 1);

    /** The loop with the most repeated units; the first one among equals. */
    static Loop heaviest(List<String> units) {
        Loop heaviest = NONE;
        for (int length = 1; length <= units.size() / 2; length++) {
            int same = 0;
            for (int i = units.size() - length - 1; i >= 0; i--) {
                same = units.get(i).equals(units.get(i + length)) ? same + 1 : 0;
                Loop loop = new Loop(i, length, 1 + same / length);
                if (loop.repeated() > heaviest.repeated()
                        || (loop.repeated() == heaviest.repeated() && loop.length == heaviest.length)) {
                    heaviest = loop;
                }
            }
        }
        return heaviest.copies > 1 ? heaviest : NONE;
    }

    /** Units that were there before: all copies but the first. */
    int repeated() {
        return (copies - 1) * length;
    }

    /** Whether a stretch of units holds nothing but copies of what was there before. */
    boolean repeats(int from, int to) {
        return from < to && from >= start + length && to <= start + length * copies;
    }
}

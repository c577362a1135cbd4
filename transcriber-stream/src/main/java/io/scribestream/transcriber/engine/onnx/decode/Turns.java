package io.scribestream.transcriber.engine.onnx.decode;

/**
 * Whose turn it is: that of the next chunk to be encoded, that of the rows that are being decoded, or that of the short
 * chunks among them alone.
 *
 * <p>A newcomer's encode goes first; but encoding takes as long as some dozens of steps, so between two encodes the rows take
 * a few. More would be fairer still, yet what is stepped before all have joined is stepped in narrow batches, which cost
 * nearly as much as full ones. A short chunk's encode costs no more than a step of a full batch and waits for one only.
 *
 * <p>A step of eight rows takes four times as long as one of a single row. So a short chunk beside long ones takes some of
 * its steps alone: it is over in half the time, and all that the others lose is the little it would have cost in their
 * steps. They are stepped in between, however many short ones come. And no long chunk's encode, which takes as long as all its
 * steps, comes between them, unless it has waited for so many that others might wait for ever.
 */
final class Turns {

    private static final int STEPS_BETWEEN = 4;
    private static final int STEPS_BEFORE_SHORT = 1;

    /** Steps of short chunks alone between two steps of all. */
    private static final int ALONE = 3;

    /** Of how many rows at least one may be stepped alone: several one after the other take as long as all together. */
    private static final int ONE_OF = 4;

    /** Steps alone, since the last long chunk was encoded, for which the next one waits: those of two short chunks. */
    private static final int HELD_BACK = 48;

    private int stepsSinceEncode = STEPS_BETWEEN;
    private int alone;
    private int heldBack;

    /**
     * @param isShort whether the next chunk is
     * @param shortOnes among those that are being decoded
     * @param all that are
     */
    boolean encodes(boolean isShort, int shortOnes, int all) {
        if (all == 0) {
            return true;
        }
        return isShort
                ? stepsSinceEncode >= STEPS_BEFORE_SHORT
                : stepsSinceEncode >= STEPS_BETWEEN && (!areFew(shortOnes, all) || heldBack >= HELD_BACK);
    }

    /** Whether the short ones of so many chunks take the next step alone. */
    boolean hurries(int shortOnes, int all) {
        return areFew(shortOnes, all) && alone < ALONE;
    }

    private static boolean areFew(int shortOnes, int all) {
        return shortOnes > 0 && shortOnes * ONE_OF <= all;
    }

    void encoded(boolean isShort) {
        stepsSinceEncode = 0;
        if (!isShort) {
            heldBack = 0;
        }
    }

    void hurried() {
        alone++;
        heldBack++;
    }

    void stepped() {
        stepsSinceEncode = Math.min(stepsSinceEncode + 1, STEPS_BETWEEN);
        alone = 0;
    }
}

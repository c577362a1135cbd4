package io.scribestream.transcriber.engine.onnx.decode;

/**
 * Whose turn it is: that of the next chunk to be encoded, or that of the rows that are being decoded. A newcomer's encode
 * goes first, so that a short chunk does not wait for long ones; but encoding takes as long as some dozens of steps, so
 * between two encodes the rows take a few. More would be fairer still, yet what is stepped before all have joined is
 * stepped in narrow batches, which cost nearly as much as full ones.
 */
final class Turns {

    private static final int STEPS_BETWEEN = 4;

    private int stepsSinceEncode = STEPS_BETWEEN;

    /** @param rows how many are being decoded */
    boolean encodes(int rows) {
        return rows == 0 || stepsSinceEncode >= STEPS_BETWEEN;
    }

    void encoded() {
        stepsSinceEncode = 0;
    }

    void stepped() {
        stepsSinceEncode = Math.min(stepsSinceEncode + 1, STEPS_BETWEEN);
    }
}

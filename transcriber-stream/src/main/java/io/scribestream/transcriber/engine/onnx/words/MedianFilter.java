package io.scribestream.transcriber.engine.onnx.words;

/** Smooths a row by the median of seven: what is seen for less than four frames is gone. */
final class MedianFilter {

    private static final int WIDTH = 7;
    private static final int REACH = WIDTH / 2;

    private MedianFilter() {}

    /**
     * The ends are continued by their mirror image; a row too short for that stays as it is.
     *
     * @param smooth as long as {@code row}; filled
     */
    static void smooth(float[] row, float[] smooth) {
        if (row.length <= REACH) {
            System.arraycopy(row, 0, smooth, 0, row.length);
            return;
        }
        float[] window = new float[WIDTH];
        for (int frame = 0; frame < row.length; frame++) {
            if (frame >= REACH && frame + REACH < row.length) {
                System.arraycopy(row, frame - REACH, window, 0, WIDTH);
            } else {
                mirror(row, frame, window);
            }
            smooth[frame] = median(window);
        }
    }

    private static void mirror(float[] row, int frame, float[] window) {
        for (int i = 0; i < WIDTH; i++) {
            int at = Math.abs(frame + i - REACH);
            window[i] = row[at < row.length ? at : 2 * (row.length - 1) - at];
        }
    }

    /** By the 13 comparisons that suffice (N. Devillard, "Fast median search"). */
    private static float median(float[] of) {
        order(of, 0, 5);
        order(of, 0, 3);
        order(of, 1, 6);
        order(of, 2, 4);
        order(of, 0, 1);
        order(of, 3, 5);
        order(of, 2, 6);
        order(of, 2, 3);
        order(of, 3, 6);
        order(of, 4, 5);
        order(of, 1, 4);
        order(of, 1, 3);
        order(of, 3, 4);
        return of[REACH];
    }

    private static void order(float[] of, int low, int high) {
        float one = of[low];
        float other = of[high];
        if (one > other) {
            of[low] = other;
            of[high] = one;
        }
    }
}

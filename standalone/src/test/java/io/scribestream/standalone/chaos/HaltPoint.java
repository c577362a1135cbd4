package io.scribestream.standalone.chaos;

/**
 * A place at which the process ends as if it were killed there, when a test asked for it: nothing is finished, no hook
 * runs. Only programs of the tests reach such places.
 */
public final class HaltPoint {

    /** Names the point of this life: {@code -Dchaos.halt=before commit transcription.done}. */
    static final String PROPERTY = "chaos.halt";

    /** What {@code kill -9} would have left. */
    static final int EXIT = 128 + 9;

    private static final String ARMED = System.getProperty(PROPERTY, "");

    /** Ends the process if this is the point that it was started with. */
    public static void reach(String point) {
        if (point.equals(ARMED)) {
            System.out.println("halts " + point);
            Runtime.getRuntime().halt(EXIT);
        }
    }

    private HaltPoint() {}
}

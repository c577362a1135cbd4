package io.scribestream.runtime;

/** What a client's share of the work may be against the others': 2 is twice as much as 1, which is the usual. */
public final class ClientWeight {

    public static final double USUAL = 1;

    /** For messages. */
    public static final String RANGE = "from 0.01 to 100";

    /** Further apart, the lighter client would as good as wait for the heavier one. */
    private static final double LEAST = 0.01;

    private static final double MOST = 100;

    public static boolean isOne(double weight) {
        return weight >= LEAST && weight <= MOST;
    }

    private ClientWeight() {}
}

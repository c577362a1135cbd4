package io.scribestream.transcriber.engine.whispercpp;

/**
 * How many native threads a call gets.
 *
 * @param perLane while all lanes are busy
 * @param lent whether a chunk that begins while other lanes are idle takes their share, so that a short job is done
 *     sooner
 */
record Threads(int perLane, boolean lent) {

    /** @param busy lanes at work, with the one that asks */
    int forOne(int busy, int lanes) {
        return lent ? perLane * Math.max(1, lanes / Math.max(1, busy)) : perLane;
    }
}

package io.scribestream.transcriber.engine.probe;

/**
 * What a probe found.
 *
 * @param engine name and version
 * @param windowSeconds how long one lane takes for a whole 30 s window of sound with hardly a word in it: nearly all of it
 *     the encoder's work, which every chunk costs; words cost some milliseconds each on top. -1 where it was not measured
 */
public record ProbeReport(String engine, double windowSeconds) {

    private static final double WINDOW = 30;

    /** Seconds of sound in a second of work of one lane; -1 where it was not measured. */
    public double timesRealTime() {
        return windowSeconds > 0 ? WINDOW / windowSeconds : -1;
    }

    public boolean measured() {
        return windowSeconds > 0;
    }
}

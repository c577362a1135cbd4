package io.scribestream.transcriber.engine;

/** How hard the engine tries. */
public enum Effort {
    /** The likeliest token at every step, or the few likeliest texts where a beam was set. */
    GREEDY,
    /** Beam search and a ladder of temperatures: slower, for chunks whose first text looks bad. */
    HARD
}

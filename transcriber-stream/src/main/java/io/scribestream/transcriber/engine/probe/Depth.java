package io.scribestream.transcriber.engine.probe;

/** How closely a probe looks. */
public enum Depth {
    /** Whether the engine works at all: about a second. */
    TRY,
    /** How fast it is, too: a few seconds more. */
    MEASURE
}

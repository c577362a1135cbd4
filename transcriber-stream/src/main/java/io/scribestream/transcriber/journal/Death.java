package io.scribestream.transcriber.journal;

/** How a process died that left something in its journal. */
enum Death {
    /** By itself: Java left a report of a fatal error, or whoever started it saw such an end. */
    CRASHED,
    /** Ended by its own watch, which wrote down whose call did not come back. */
    STUCK,
    /** Nobody knows: killed from outside, most likely, or for lack of memory, or by the machine's own end. */
    UNEXPLAINED
}

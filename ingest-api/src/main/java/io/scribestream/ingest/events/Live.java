package io.scribestream.ingest.events;

/** A request whose answer depends on what becomes of a job. Any thread may call any of this; none of it waits. */
interface Live {

    /** Goes as far as it can. */
    void move();

    /** Whether the board could not be asked, so that nobody would say when there is something. */
    boolean isOwed();

    /** Gives a sign of life, unless what was written before is still on its way. */
    void beat();

    /** Notices a client that closed its connection, or may not have the answer any more. */
    void look();

    /** This process ends: says its last word, if there is room for it now. */
    void end();
}

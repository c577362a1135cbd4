package io.scribestream.transcriber.journal;

import java.time.Instant;

/**
 * What is held against a chunk that was in the engine when the process died. The rule:
 *
 * <ol>
 *   <li>A death that is known to be a crash counts against the chunk that was alone in the engine. Were there several, none
 *       is blamed; each is heard alone from now on, so that the next crash has a name.
 *   <li>A call that did not come back counts against its chunk, and against no other.
 *   <li>After {@value #CRASHES} such deaths the chunk is given up.
 *   <li>A death that nobody can explain is most likely a kill from outside, which is no chunk's fault. Only who was in the
 *       engine at {@value #SUSPICIOUS} of them is heard alone, and only who was there at {@value #UNEXPLAINED} of them, one
 *       after the other and alone nearly always, is given up: else a chunk that takes all the machine's memory, or one that
 *       makes the library end the process without Java's knowing, would keep its job from ever ending.
 *   <li>A chunk that was heard is free of all suspicion.
 * </ol>
 *
 * @param crashes deaths that are this chunk's doing
 * @param unexplained deaths that nobody can explain and that it saw
 * @param accused whether it was one of several at a crash
 * @param last when the last of these was found out
 */
record Suspicion(int crashes, int unexplained, boolean accused, Instant last) {

    static final int CRASHES = 2;
    static final int SUSPICIOUS = 2;
    static final int UNEXPLAINED = 10;

    static Suspicion none(Instant now) {
        return new Suspicion(0, 0, false, now);
    }

    /** @param alone whether nothing else was in the engine */
    Suspicion after(Death death, boolean alone, Instant now) {
        return switch (death) {
            case CRASHED -> new Suspicion(alone ? crashes + 1 : crashes, unexplained, true, now);
            case STUCK -> new Suspicion(crashes + 1, unexplained, true, now);
            case UNEXPLAINED -> new Suspicion(crashes, unexplained + 1, accused, now);
        };
    }

    boolean hasToBeAlone() {
        return accused || unexplained >= SUSPICIOUS;
    }

    boolean isGuilty() {
        return crashes >= CRASHES || unexplained >= UNEXPLAINED;
    }
}

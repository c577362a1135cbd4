package io.scribestream.standalone.cli;

import io.scribestream.transcriber.deadline.CallWatch;

/** What a command ends with. */
final class ExitCodes {

    static final int DONE = 0;

    /**
     * A job failed, or its transcript has a gap that nobody allowed with {@code --allow-gaps}; the reason is on stderr,
     * the other files are done.
     */
    static final int JOB_FAILED = 1;

    static final int WRONG_USE = 2;

    /** The machine lacks something: a model, room on the disk, a port. */
    static final int ENVIRONMENT = 3;

    /**
     * The engine did not come back from a call, and the process ended itself, to be started again: by the launcher, or
     * whoever else watches it.
     */
    static final int ENGINE_STUCK = CallWatch.EXIT;

    private ExitCodes() {}
}

package io.scribestream.standalone.cli;

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

    private ExitCodes() {}
}

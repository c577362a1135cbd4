package io.scribestream.chunker.fetch;

import io.scribestream.runtime.UnavailableException;
import java.io.IOException;

/**
 * The disk of the spool does not take or give what it should, as when it is full. That is no server's fault: it opens no
 * breaker of one, and a job waits for room as long as it takes.
 */
final class SpoolUnavailableException extends UnavailableException {

    SpoolUnavailableException(IOException cause) {
        super("the spool cannot be read or written: " + cause.getMessage(), cause);
    }

    /** By the disk: the server that was asked did what it should. */
    @Override
    public boolean isHeld() {
        return true;
    }
}

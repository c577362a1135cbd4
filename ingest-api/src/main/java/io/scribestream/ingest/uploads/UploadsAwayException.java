package io.scribestream.ingest.uploads;

import io.scribestream.runtime.UnavailableException;

/** The object store takes no upload now, so there is no job for it. */
public final class UploadsAwayException extends UnavailableException {

    UploadsAwayException(UnavailableException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}

package io.scribestream.transcriber.quality;

import io.scribestream.schemas.Reason;

/**
 * Something about a text that real speech seldom has.
 *
 * @param reason what it points to
 * @param grave whether it is enough by itself
 */
public record Sign(Reason reason, boolean grave) {

    static Sign mild(Reason reason) {
        return new Sign(reason, false);
    }

    static Sign grave(Reason reason) {
        return new Sign(reason, true);
    }
}

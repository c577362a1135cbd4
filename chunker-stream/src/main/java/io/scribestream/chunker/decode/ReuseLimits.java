package io.scribestream.chunker.decode;

import java.time.Duration;

/**
 * How long one decoder process serves. Beyond these it is replaced, so that what a codec leaks stays small.
 *
 * @param files that one process decodes at most
 * @param residentBytes beyond which a process is not used again; about 60 MB is usual
 * @param idle after which processes that wait are ended, all but one
 */
record ReuseLimits(int files, long residentBytes, Duration idle) {

    static final ReuseLimits DEFAULT = new ReuseLimits(200, 192L << 20, Duration.ofMinutes(1));
}

package io.scribestream.chunker.decode;

import io.scribestream.runtime.ConfigException;
import java.time.Duration;

/**
 * What a decoder takes on.
 *
 * @param maxLength of one recording; a longer one is refused
 * @param maxBytes of one file
 * @param maxOpen sources open at once, each with a process of its own (about 60 MB)
 * @param patience how long a process may give nothing while it is waited for, before it is ended
 */
public record DecodeLimits(Duration maxLength, long maxBytes, int maxOpen, Duration patience) {

    public DecodeLimits {
        if (maxLength.isNegative() || maxLength.isZero()) {
            throw new ConfigException("the longest recording must be longer than nothing, was " + maxLength);
        }
        if (maxBytes < 1) {
            throw new ConfigException("the largest file must have at least 1 byte, was " + maxBytes);
        }
        if (maxOpen < 1) {
            throw new ConfigException("at least 1 source must be open at once, was " + maxOpen);
        }
        if (patience.isNegative() || patience.isZero()) {
            throw new ConfigException("the decoder needs more time than " + patience);
        }
    }

    /** 24 hours, 16 GiB, 60 s. */
    public static DecodeLimits of(int maxOpen) {
        return new DecodeLimits(Duration.ofHours(24), 16L << 30, maxOpen, Duration.ofSeconds(60));
    }

    long maxSamples() {
        return maxLength.toSeconds() * PcmSource.RATE;
    }
}

package io.scribestream.runtime;

/**
 * A breaker changed its state.
 *
 * @param name of the breaker
 */
public record BreakerChange(String name, BreakerState from, BreakerState to) {}

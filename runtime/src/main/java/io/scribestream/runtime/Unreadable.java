package io.scribestream.runtime;

/**
 * A record that cannot be read, for the flow that answers it; see {@link Wire#inAll}.
 *
 * @param bytes its value, as it came
 */
public record Unreadable(byte[] bytes, RuntimeException error) {}

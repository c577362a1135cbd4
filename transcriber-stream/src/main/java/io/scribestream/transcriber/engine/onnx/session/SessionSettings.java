package io.scribestream.transcriber.engine.onnx.session;

import io.scribestream.runtime.ConfigException;

/**
 * How graphs are run.
 *
 * @param threads that share one operation, the caller's among them
 * @param cuda whether on the first NVIDIA graphics processor
 */
public record SessionSettings(int threads, boolean cuda) {

    public SessionSettings {
        if (threads < 1) {
            throw new ConfigException("a session needs at least 1 thread, was " + threads);
        }
    }
}

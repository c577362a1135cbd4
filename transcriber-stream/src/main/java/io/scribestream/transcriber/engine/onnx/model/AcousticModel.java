package io.scribestream.transcriber.engine.onnx.model;

/** The encoder of a model: sound to what the decoder listens to. Used by one thread at a time. */
public interface AcousticModel extends AutoCloseable {

    /**
     * Encodes one chunk.
     *
     * @param mel log-mel features, row-major {@code [mel bands][frames]}; not kept
     * @param frames of 10 ms each, even, at most 3000
     * @throws io.scribestream.runtime.UnavailableException if the runtime failed
     */
    Encoded encode(float[] mel, int frames);

    @Override
    void close();
}

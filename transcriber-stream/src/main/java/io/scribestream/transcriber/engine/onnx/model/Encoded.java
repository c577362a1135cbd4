package io.scribestream.transcriber.engine.onnx.model;

/** One encoded chunk. Rows that listen to it keep what they need: it may be closed once the last has joined. */
public interface Encoded extends AutoCloseable {

    /** How many frames of 20 ms it holds. */
    int frames();

    @Override
    void close();
}

package io.scribestream.transcriber.engine.onnx.session;

/** The runtime cannot open a graph: it is damaged, or not one that this runtime knows. */
public final class GraphException extends RuntimeException {

    GraphException(String message, Throwable cause) {
        super(message, cause);
    }
}

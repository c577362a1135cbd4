package io.scribestream.transcriber.engine.onnx.graph;

/**
 * Where numbers lie in a file of weights.
 *
 * @param offset in bytes from its start
 * @param length in bytes
 */
record Place(long offset, long length) {}

/** Builds the graphs of Whisper's encoder and decoder for ONNX Runtime out of a model's weights, and keeps them. */
@NullMarked
package io.scribestream.transcriber.engine.onnx.graph;

import org.jspecify.annotations.NullMarked;

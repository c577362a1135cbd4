/** Runs the graphs of a Whisper model on ONNX Runtime. */
@NullMarked
package io.scribestream.transcriber.engine.onnx.session;

import org.jspecify.annotations.NullMarked;

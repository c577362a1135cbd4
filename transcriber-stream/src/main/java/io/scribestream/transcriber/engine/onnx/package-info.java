/** Whisper on ONNX Runtime: the chunks of all callers are decoded together. */
@NullMarked
package io.scribestream.transcriber.engine.onnx;

import org.jspecify.annotations.NullMarked;

/** Silero VAD on ONNX Runtime. */
@NullMarked
package io.scribestream.chunker.vad;

import org.jspecify.annotations.NullMarked;

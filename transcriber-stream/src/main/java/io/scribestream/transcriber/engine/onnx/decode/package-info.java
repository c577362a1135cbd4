/** Decoding: the rules of Whisper's text, the search for the likeliest one, and the batch in which all chunks are decoded. */
@NullMarked
package io.scribestream.transcriber.engine.onnx.decode;

import org.jspecify.annotations.NullMarked;

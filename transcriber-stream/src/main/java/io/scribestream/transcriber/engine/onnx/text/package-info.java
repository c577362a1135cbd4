/** Tokens of Whisper and the text they stand for. */
@NullMarked
package io.scribestream.transcriber.engine.onnx.text;

import org.jspecify.annotations.NullMarked;

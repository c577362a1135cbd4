/** When each word was said, from where the decoder looked while it wrote the word. */
@NullMarked
package io.scribestream.transcriber.engine.onnx.words;

import org.jspecify.annotations.NullMarked;

/** The two halves of a Whisper model as its decoder needs them: what hears, and what says the next word. */
@NullMarked
package io.scribestream.transcriber.engine.onnx.model;

import org.jspecify.annotations.NullMarked;

/** Makes of samples what the encoder hears: Whisper's log-mel spectrogram. */
@NullMarked
package io.scribestream.transcriber.engine.onnx.features;

import org.jspecify.annotations.NullMarked;

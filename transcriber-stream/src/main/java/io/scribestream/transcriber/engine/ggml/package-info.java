/** Reads the model files of whisper.cpp: dimensions, mel filters, vocabulary and weights of every type. */
@NullMarked
package io.scribestream.transcriber.engine.ggml;

import org.jspecify.annotations.NullMarked;

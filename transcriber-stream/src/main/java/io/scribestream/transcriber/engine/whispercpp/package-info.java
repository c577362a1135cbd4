/** The engine on whisper.cpp: libwhisper through JNA, one native state for each lane. */
@NullMarked
package io.scribestream.transcriber.engine.whispercpp;

import org.jspecify.annotations.NullMarked;

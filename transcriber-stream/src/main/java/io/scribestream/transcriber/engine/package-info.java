/** The port to whatever hears: a chunk in, words out. */
@NullMarked
package io.scribestream.transcriber.engine;

import org.jspecify.annotations.NullMarked;

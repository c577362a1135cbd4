/** From tokens with rough times to words with plausible ones: what engines have in common. */
@NullMarked
package io.scribestream.transcriber.engine.words;

import org.jspecify.annotations.NullMarked;

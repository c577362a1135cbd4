/** {@code audio -> segments}: chunks of speech are heard, and what was heard gets the times of its source. */
@NullMarked
package io.scribestream.transcriber;

import org.jspecify.annotations.NullMarked;

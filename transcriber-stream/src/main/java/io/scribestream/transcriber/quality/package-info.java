/** Signs that a text was made up rather than heard: pure functions over what an engine hands back. */
@NullMarked
package io.scribestream.transcriber.quality;

import org.jspecify.annotations.NullMarked;

/** Deciding where speech is and how it is packed into chunks. Knows only the JDK. */
@NullMarked
package io.scribestream.chunker.cut;

import org.jspecify.annotations.NullMarked;

/** From any file to PCM, in a child process. */
@NullMarked
package io.scribestream.chunker.decode;

import org.jspecify.annotations.NullMarked;

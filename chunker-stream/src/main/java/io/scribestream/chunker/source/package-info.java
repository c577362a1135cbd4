/** From a job's source to a file that can be decoded. */
@NullMarked
package io.scribestream.chunker.source;

import org.jspecify.annotations.NullMarked;

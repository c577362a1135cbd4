/** Sources in an object store. */
@NullMarked
package io.scribestream.chunker.fetch.s3;

import org.jspecify.annotations.NullMarked;

/** Brings sources that lie elsewhere into a local spool, before they are cut. */
@NullMarked
package io.scribestream.chunker.fetch;

import org.jspecify.annotations.NullMarked;

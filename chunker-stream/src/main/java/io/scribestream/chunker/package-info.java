/** The flow that turns jobs into chunks: what is open, what leaves next, and how it goes on after a restart. */
@NullMarked
package io.scribestream.chunker;

import org.jspecify.annotations.NullMarked;

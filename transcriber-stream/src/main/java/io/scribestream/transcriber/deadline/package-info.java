/** How long hearing a chunk may take, and what becomes of a call to the engine that takes longer. */
@NullMarked
package io.scribestream.transcriber.deadline;

import org.jspecify.annotations.NullMarked;

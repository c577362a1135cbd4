/** What was in the engine when the process died: so a chunk that kills it is found, and heard no more. */
@NullMarked
package io.scribestream.transcriber.journal;

import org.jspecify.annotations.NullMarked;

/** The topic of dead letters as something to look at, to drive back from and to drop from. */
@NullMarked
package io.scribestream.ingest.letters;

import org.jspecify.annotations.NullMarked;

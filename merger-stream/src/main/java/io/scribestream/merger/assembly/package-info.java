/** Putting a transcript together: order, overlaps, coverage. Knows only the JDK and the records. */
@NullMarked
package io.scribestream.merger.assembly;

import org.jspecify.annotations.NullMarked;

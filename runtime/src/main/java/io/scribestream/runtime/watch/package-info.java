/** How a process is and what it counts, for those who run it. */
@NullMarked
package io.scribestream.runtime.watch;

import org.jspecify.annotations.NullMarked;

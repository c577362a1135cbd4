/** Topics that a process reads by itself, all of them and beside its flows. */
@NullMarked
package io.scribestream.runtime.tail;

import org.jspecify.annotations.NullMarked;

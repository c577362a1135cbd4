/** Orders of those who run the program, to all of its processes. */
@NullMarked
package io.scribestream.runtime.operate;

import org.jspecify.annotations.NullMarked;

/** Everything in one JVM. */
@NullMarked
package io.scribestream.standalone;

import org.jspecify.annotations.NullMarked;

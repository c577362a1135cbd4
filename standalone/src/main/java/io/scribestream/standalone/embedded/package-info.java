/** A real broker in this JVM. */
@NullMarked
package io.scribestream.standalone.embedded;

import org.jspecify.annotations.NullMarked;

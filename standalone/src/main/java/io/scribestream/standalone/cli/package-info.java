/** The command line. */
@NullMarked
package io.scribestream.standalone.cli;

import org.jspecify.annotations.NullMarked;

/** Tries an engine in a child process before this process trusts it. */
@NullMarked
package io.scribestream.transcriber.engine.probe;

import org.jspecify.annotations.NullMarked;

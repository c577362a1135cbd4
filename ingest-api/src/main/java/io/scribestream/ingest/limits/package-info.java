/**
 * How many requests a client may send: sliding windows, counted in Redis by all instances together, or here. All but the
 * adapter to Redis knows only the JDK.
 */
@NullMarked
package io.scribestream.ingest.limits;

import org.jspecify.annotations.NullMarked;

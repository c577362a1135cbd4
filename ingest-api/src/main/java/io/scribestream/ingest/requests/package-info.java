/** Requests that a client may send twice and means once. */
@NullMarked
package io.scribestream.ingest.requests;

import org.jspecify.annotations.NullMarked;

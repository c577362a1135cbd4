/** Uploads that come in parts, by the tus protocol: what is kept of them, apart from HTTP. */
@NullMarked
package io.scribestream.ingest.tus;

import org.jspecify.annotations.NullMarked;

/** What the API tells those who run it, and what it notes of every request. */
@NullMarked
package io.scribestream.ingest.watch;

import org.jspecify.annotations.NullMarked;

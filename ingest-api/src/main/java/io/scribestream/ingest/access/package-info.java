/** Who may ask the API: keys, of which only hashes are kept, on a topic that every instance reads whole. */
@NullMarked
package io.scribestream.ingest.access;

import org.jspecify.annotations.NullMarked;

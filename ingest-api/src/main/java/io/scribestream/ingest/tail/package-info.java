/** Topics that every instance reads whole. */
@NullMarked
package io.scribestream.ingest.tail;

import org.jspecify.annotations.NullMarked;

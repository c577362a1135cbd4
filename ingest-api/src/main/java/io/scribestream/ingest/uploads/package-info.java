/** Where files that came in wait for their jobs. */
@NullMarked
package io.scribestream.ingest.uploads;

import org.jspecify.annotations.NullMarked;

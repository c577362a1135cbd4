/** The front door: files and questions over HTTP, jobs to Kafka, and the board that knows how far each is. */
@NullMarked
package io.scribestream.ingest;

import org.jspecify.annotations.NullMarked;

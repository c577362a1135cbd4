/** Answers that go out piece by piece while a job is worked on, without a thread for each of them. */
@NullMarked
package io.scribestream.ingest.events;

import org.jspecify.annotations.NullMarked;

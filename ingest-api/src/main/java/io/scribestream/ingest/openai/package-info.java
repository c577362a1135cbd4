/** The shapes of OpenAI's audio API: what its clients send and what they read. */
@NullMarked
package io.scribestream.ingest.openai;

import org.jspecify.annotations.NullMarked;

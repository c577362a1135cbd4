/** What became of webhooks, and how one is sent again. */
@NullMarked
package io.scribestream.ingest.webhooks;

import org.jspecify.annotations.NullMarked;

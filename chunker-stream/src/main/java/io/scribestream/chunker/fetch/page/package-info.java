/** Recordings that a web page shows, fetched by yt-dlp. */
@NullMarked
package io.scribestream.chunker.fetch.page;

import org.jspecify.annotations.NullMarked;

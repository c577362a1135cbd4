/** A transcript as files that people and programs read: txt, srt, vtt, json and tsv. */
@NullMarked
package io.scribestream.renderers;

import org.jspecify.annotations.NullMarked;

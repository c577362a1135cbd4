/** What flows: the catalogue of topics, the codes people read, and how records are written down. */
@NullMarked
package io.scribestream.schemas;

import org.jspecify.annotations.NullMarked;

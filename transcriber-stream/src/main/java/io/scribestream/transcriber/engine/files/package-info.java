/** What engines keep beside their model: files seen whole or not at all, and what tells whether they still fit. */
@NullMarked
package io.scribestream.transcriber.engine.files;

import org.jspecify.annotations.NullMarked;

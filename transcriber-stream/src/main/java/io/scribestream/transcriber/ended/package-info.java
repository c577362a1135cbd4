/** Jobs that are over without a transcript: nobody wants their chunks heard. */
@NullMarked
package io.scribestream.transcriber.ended;

import org.jspecify.annotations.NullMarked;

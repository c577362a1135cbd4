/** What becomes of a job across processes, as one trace: W3C Trace Context on records, spans over OTLP. */
@NullMarked
package io.scribestream.runtime.trace;

import org.jspecify.annotations.NullMarked;

/** What is claimed, measured: medians of several rounds, ratios of what ran in turns in one process. */
@NullMarked
package io.scribestream.benchmarks;

import org.jspecify.annotations.NullMarked;

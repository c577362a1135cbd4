/** What every process shares: settings, lifecycle, flows, failures, health and logs. */
@NullMarked
package io.scribestream.runtime;

import org.jspecify.annotations.NullMarked;

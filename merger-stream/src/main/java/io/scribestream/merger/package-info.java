/** {@code segments -> done, error, events}: what was heard becomes one transcript. */
@NullMarked
package io.scribestream.merger;

import org.jspecify.annotations.NullMarked;

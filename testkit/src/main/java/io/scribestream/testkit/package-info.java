/** For tests only: real recordings, word error rate, flows in a test driver. */
@NullMarked
package io.scribestream.testkit;

import org.jspecify.annotations.NullMarked;

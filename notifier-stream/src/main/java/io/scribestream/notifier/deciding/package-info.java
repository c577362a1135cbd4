/** What is said, how it is signed, and what follows from an answer; no machinery. */
@org.jspecify.annotations.NullMarked
package io.scribestream.notifier.deciding;

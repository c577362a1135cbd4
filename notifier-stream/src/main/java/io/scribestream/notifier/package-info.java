/** {@code done, error -> webhooks -> HTTP}: tells whoever asked that a job is over. */
@org.jspecify.annotations.NullMarked
package io.scribestream.notifier;

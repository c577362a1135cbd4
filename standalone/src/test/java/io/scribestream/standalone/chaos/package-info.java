/**
 * A whole cluster of processes that tests kill: the broker, the registry and every role in a JVM of its own, with an engine
 * that invents its text. What is done to them and what must hold all the same is in {@code io.scribestream.testkit.chaos}.
 */
package io.scribestream.standalone.chaos;

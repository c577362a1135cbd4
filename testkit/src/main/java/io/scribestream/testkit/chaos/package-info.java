/**
 * Chaos: processes that are killed, stand still and start again at random, and the rules that hold all the same. What is
 * here knows processes and topics only; who runs in them is said by {@code io.scribestream.standalone.chaos}.
 *
 * <p>A {@link io.scribestream.testkit.chaos.Plan} is drawn from a seed, a {@link io.scribestream.testkit.chaos.Killer}
 * carries it out on {@link io.scribestream.testkit.chaos.ProcessUnderTest processes}, while a {@link
 * io.scribestream.testkit.chaos.Feeder} sends jobs and writes them down in a {@link
 * io.scribestream.testkit.chaos.JobBook} and a {@link io.scribestream.testkit.chaos.Watch} sees what is committed. In the
 * end {@link io.scribestream.testkit.chaos.Rules} are checked against all that is {@link
 * io.scribestream.testkit.chaos.OnTopics on the topics}.
 */
@NullMarked
package io.scribestream.testkit.chaos;

import org.jspecify.annotations.NullMarked;

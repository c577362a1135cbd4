package io.scribestream.runtime.operate;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Wire;
import io.scribestream.runtime.tail.TopicTail;
import io.scribestream.runtime.tail.ValueListener;
import io.scribestream.schemas.Topics;

/**
 * {@code operations -> this process}: the newest order about each thing, and then what is added. With the broker away,
 * what was ordered before holds.
 */
public final class OrderReader {

    /** Reads from now on, until it is closed. */
    public static Flow.Companion start(Operations operations, Wire wire, RuntimeConfig config) {
        return TopicTail.follow(
                "operator-orders",
                Topics.OPERATIONS.name(),
                config,
                new ValueListener<>(wire.serde(Topics.OPERATIONS).deserializer(), (target, order, at) -> {
                    if (order != null) {
                        operations.take(order);
                    }
                }));
    }

    private OrderReader() {}
}

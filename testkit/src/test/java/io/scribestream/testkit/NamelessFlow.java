package io.scribestream.testkit;

import static io.scribestream.schemas.Topics.CONTROL;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.Wire;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Grouped;

/** {@code control ->} a count in a store that has no name. */
final class NamelessFlow implements Flow {

    @Override
    public String name() {
        return "nameless";
    }

    @Override
    public void addTo(StreamsBuilder builder, Wire wire) {
        wire.in(builder, CONTROL)
                .groupByKey(Grouped.with(Serdes.String(), wire.serde(CONTROL)))
                .count();
    }
}

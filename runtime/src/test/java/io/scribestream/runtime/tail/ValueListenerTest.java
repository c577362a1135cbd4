package io.scribestream.runtime.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.schemas.registry.RegistryUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueListenerTest {

    private final List<String> taken = new ArrayList<>();
    private final ValueListener<String> listener = listener((topic, bytes) -> {
        String text = new String(bytes, UTF_8);
        if (text.equals("garbage")) {
            throw new SerializationException("no text");
        }
        return text;
    });

    @Test
    void tellsOfValuesAndOfKeysThatWereRemoved() {
        listener.take(record("a", "1"));
        listener.take(record("a", null));

        assertThat(taken).containsExactly("a=1", "a=null");
    }

    @Test
    void takesAKeyForRemovedThatSaysNothingThatCanBeRead() {
        listener.take(record("a", "garbage"));
        listener.take(record("b", "2"));

        assertThat(taken).containsExactly("a=null", "b=2");
    }

    @Test
    void passesOverARecordWithoutAKey() {
        listener.take(record(null, "1"));

        assertThat(taken).isEmpty();
    }

    @Test
    void takesNothingWhileTheRegistryIsAway() {
        ValueListener<String> waiting = listener((topic, bytes) -> {
            throw new RegistryUnavailableException("no registry", null);
        });

        assertThatThrownBy(() -> waiting.take(record("a", "1"))).isInstanceOf(RegistryUnavailableException.class);
        assertThat(taken).isEmpty();
    }

    private ValueListener<String> listener(Deserializer<String> values) {
        return new ValueListener<>(values, (key, value, at) -> taken.add(key + "=" + value));
    }

    private static ConsumerRecord<byte[], byte[]> record(@Nullable String key, @Nullable String value) {
        return new ConsumerRecord<>(
                "things", 0, 0, key == null ? null : key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
    }
}

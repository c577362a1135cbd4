package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceClientsTest {

    private final InstanceClients clients = new InstanceClients();

    @BeforeEach
    void configure() {
        clients.configure(Map.of("main.consumer.group.instance.id", "host-7"));
    }

    @Test
    void nameTransactionsTheSameInEachLife() {
        assertThat(transactions("scribestream-transcriber-" + UUID.randomUUID() + "-3"))
                .isEqualTo(transactions("scribestream-transcriber-" + UUID.randomUUID() + "-3"))
                .isEqualTo("scribestream-transcriber-host-7-3");
    }

    @Test
    void leaveAProducerWithoutTransactionsAsItIs() {
        assertThat(clients.named(Map.of("linger.ms", 5))).isEqualTo(Map.of("linger.ms", 5));
    }

    @Test
    void refuseANameThatTheyDoNotUnderstand() {
        assertThatIllegalStateException()
                .isThrownBy(() -> transactions("another-name"))
                .withMessageContaining("another-name");
    }

    private Object transactions(String id) {
        return clients.named(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id))
                .get(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    }
}

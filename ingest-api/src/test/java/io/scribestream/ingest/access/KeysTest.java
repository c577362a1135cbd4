package io.scribestream.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.AvroSerde;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ClientKey;
import io.scribestream.schemas.avro.KeyScope;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");

    private final KeyDirectory directory = new KeyDirectory();
    private final MockProducer<String, ClientKey> producer = new MockProducer<>(
            true, null, new StringSerializer(), AvroSerde.of(Topics.KEYS, new InMemorySchemaRegistry()));
    private final Keys keys = new Keys(producer, directory, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void makesAKeyThatIsGoodAtOnceAndWritesOnlyItsHash() {
        IssuedKey key = keys.create(request("anna", KeyScope.READ));

        assertThat(directory.caller(key.text()))
                .hasValue(new Caller("anna", Set.of(KeyScope.READ), Map.of("transcribe-hour", 5)));
        ClientKey written = producer.history().get(0).value();
        assertThat(producer.history().get(0).key()).isEqualTo(key.id());
        assertThat(written.getCreatedAt()).isEqualTo(NOW);
        assertThat(written.toString())
                .doesNotContain(key.text())
                .doesNotContain(key.text().substring(20));
    }

    @Test
    void knowsNobodyByARevokedKeyNorByAnotherWithTheSameId() {
        IssuedKey key = keys.create(request("anna", KeyScope.READ));
        String guessed = key.text().substring(0, 20) + "A".repeat(43);

        assertThat(directory.caller(guessed)).isEmpty();
        assertThat(keys.revoke(key.id()))
                .get()
                .extracting(ClientKey::getRevokedAt)
                .isEqualTo(NOW);

        assertThat(directory.caller(key.text())).isEmpty();
        assertThat(keys.all()).extracting(KeyDirectory::isRevoked).containsExactly(true);
    }

    @Test
    void revokesOnceAndOnlyWhatThereIs() {
        IssuedKey key = keys.create(request("anna", KeyScope.READ));

        keys.revoke(key.id());
        keys.revoke(key.id());

        assertThat(producer.history()).hasSize(2);
        assertThat(keys.revoke("nothing")).isEmpty();
    }

    @Test
    void isNoKeyUntilKafkaHasIt() {
        producer.sendException = new TimeoutException("no broker");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> keys.create(request("anna", KeyScope.READ)));

        assertThat(keys.all()).isEmpty();
    }

    @Test
    void isMadeOnlyForWhatMakesSense() {
        refuses("a/b", "", Set.of(KeyScope.READ), Map.of(), "client");
        refuses("anna", "line\nbreak", Set.of(KeyScope.READ), Map.of(), "name");
        refuses("anna", "", Set.of(), Map.of(), "transcribe, read, admin");
        refuses("anna", "", Set.of(KeyScope.UNKNOWN), Map.of(), "transcribe, read, admin");
        refuses("anna", "", Set.of(KeyScope.READ), Map.of("transcribe-minute", 5), "transcribe-hour");
        refuses("anna", "", Set.of(KeyScope.READ), Map.of("result-day", 0), "result-day");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> KeyRequest.scope("write"))
                .withMessageContaining("transcribe, read, admin");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new KeyRequest("anna", "", Set.of(KeyScope.READ), Map.of(), -1))
                .withMessageContaining("from 0.01 to 100");
        assertThat(KeyRequest.scope("Admin")).isEqualTo(KeyScope.ADMIN);
    }

    private static void refuses(
            String client, String name, Set<KeyScope> scopes, Map<String, Integer> limits, String says) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new KeyRequest(client, name, scopes, limits))
                .withMessageContaining(says);
    }

    private static KeyRequest request(String client, KeyScope scope) {
        return new KeyRequest(client, "laptop", Set.of(scope), Map.of("transcribe-hour", 5));
    }
}

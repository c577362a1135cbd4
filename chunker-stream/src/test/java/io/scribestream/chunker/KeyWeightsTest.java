package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.ClientKey;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyWeightsTest {

    private final KeyWeights weights = new KeyWeights(new ClientWeights(Map.of("set", 7.0)));

    private static ClientKey.Builder key(String id, String client, double weight) {
        return ClientKey.newBuilder().setKeyId(id).setClient(client).setHash("").setWeight(weight);
    }

    @Test
    void aClientWeighsWhatItsHeaviestGoodKeySays() {
        weights.put(key("1", "anna", 3).build());
        weights.put(key("2", "anna", 0).build());
        weights.put(key("3", "anna", 0.5).build());
        assertThat(weights.applyAsDouble("anna")).isEqualTo(3);
        assertThat(weights.applyAsDouble("bert")).isEqualTo(1);

        weights.put(key("1", "anna", 3).setRevokedAt(Instant.ofEpochMilli(1)).build());
        assertThat(weights.applyAsDouble("anna")).isEqualTo(0.5);
        weights.remove("3");
        assertThat(weights.applyAsDouble("anna")).isEqualTo(1);
    }

    @Test
    void whatTheSettingsSayHolds() {
        weights.put(key("1", "set", 3).build());
        assertThat(weights.applyAsDouble("set")).isEqualTo(7);
    }

    @Test
    void whatIsNoWeightCountsForNothing() {
        weights.put(key("1", "anna", 1e9).build());
        assertThat(weights.applyAsDouble("anna")).isEqualTo(1);
    }
}

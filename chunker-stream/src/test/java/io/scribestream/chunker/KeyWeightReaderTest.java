package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.ClientKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyWeightReaderTest {

    private final KeyWeights weights = new KeyWeights(new ClientWeights(Map.of()));
    private final KeyWeightReader reader = new KeyWeightReader(weights);

    @Test
    void takesTheNewestWeightOfAKey() {
        reader.take("k0", key("k0", "anna", 3), 0);
        reader.take("k1", key("k1", "bert", 0.5), 0);
        reader.take("k0", key("k0", "anna", 5), 0);

        assertThat(weights.applyAsDouble("anna")).isEqualTo(5);
        assertThat(weights.applyAsDouble("bert")).isEqualTo(0.5);
    }

    @Test
    void aClientWhoseKeyIsGoneOrIsAnotherWeighsAsOthersDo() {
        reader.take("k0", key("k0", "anna", 3), 0);
        reader.take("k1", key("k1", "bert", 3), 0);

        reader.take("k0", null, 0);
        reader.take("k1", key("k0", "bert", 3), 0);

        assertThat(weights.applyAsDouble("anna")).isEqualTo(1);
        assertThat(weights.applyAsDouble("bert")).isEqualTo(1);
    }

    private static ClientKey key(String id, String client, double weight) {
        return ClientKey.newBuilder()
                .setKeyId(id)
                .setClient(client)
                .setHash("")
                .setWeight(weight)
                .build();
    }
}

package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

final class SmallStoresTest {

    @Test
    void sharesOneBoundAmongAllStoresAndOutlivesEach() {
        SmallStores stores = new SmallStores();
        try (Options first = options();
                Options second = options()) {
            stores.setConfig("first", first, Map.of());
            stores.setConfig("second", second, Map.of());

            assertThat(second.writeBufferManager()).isSameAs(first.writeBufferManager());
            stores.close("first", first);

            assertThat(first.writeBufferManager().isOwningHandle()).isTrue();
            assertThat(first.writeBufferSize()).isEqualTo(1 << 20);
        }
    }

    private static Options options() {
        Options options = new Options();
        options.setTableFormatConfig(new BlockBasedTableConfig());
        return options;
    }
}

package io.scribestream.runtime;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Keeps all RocksDB stores of a process within one bound of native memory; Kafka's defaults are about 100 MB for each
 * store and partition. The rows of a job are few and small, so small buffers cost nothing.
 */
public final class SmallStores implements RocksDBConfigSetter {

    private static final long CACHE_BYTES = 16L << 20;
    private static final long MEMTABLES_BYTES = 8L << 20;
    private static final long MEMTABLE_BYTES = 1L << 20;
    private static final int MEMTABLES_PER_STORE = 2;

    static {
        RocksDB.loadLibrary();
    }

    // Shared by every store and as long-lived as the process: closed by no store, memtables counted against the cache.
    private static final Cache CACHE = new LRUCache(CACHE_BYTES);
    private static final WriteBufferManager MEMTABLES = new WriteBufferManager(MEMTABLES_BYTES, CACHE);

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(MEMTABLES);
        options.setWriteBufferSize(MEMTABLE_BYTES);
        options.setMaxWriteBufferNumber(MEMTABLES_PER_STORE);
    }

    /** Nothing: what was set is shared, and Kafka closes the options themselves. */
    @Override
    public void close(String store, Options options) {}
}

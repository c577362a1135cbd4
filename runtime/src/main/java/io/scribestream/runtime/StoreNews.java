package io.scribestream.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs where the stores of a flow come from: from a warm copy, or read again from Kafka. Thread-safe. */
final class StoreNews implements StateRestoreListener, StandbyUpdateListener {

    private static final Logger LOG = LoggerFactory.getLogger(StoreNews.class);

    private final String flow;
    private final Map<TopicPartition, Long> begun = new ConcurrentHashMap<>();

    StoreNews(String flow) {
        this.flow = flow;
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long startingOffset, long endingOffset) {
        begun.put(partition, System.nanoTime());
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long numRestored) {}

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {
        Long began = begun.remove(partition);
        LOG.atInfo()
                .addKeyValue("flow", flow)
                .addKeyValue("store", store)
                .addKeyValue("partition", partition.partition())
                .addKeyValue("records", totalRestored)
                .addKeyValue("tookMs", began == null ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))
                .log("a store is restored");
    }

    @Override
    public void onUpdateStart(TopicPartition partition, String store, long startingOffset) {
        LOG.atInfo()
                .addKeyValue("flow", flow)
                .addKeyValue("store", store)
                .addKeyValue("partition", partition.partition())
                .log("a warm copy is kept");
    }

    @Override
    public void onBatchLoaded(
            TopicPartition partition,
            String store,
            TaskId task,
            long batchEndOffset,
            long batchSize,
            long currentEndOffset) {}

    @Override
    public void onUpdateSuspended(
            TopicPartition partition, String store, long storeOffset, long currentEndOffset, SuspendReason reason) {
        if (reason == SuspendReason.PROMOTED) {
            LOG.atInfo()
                    .addKeyValue("flow", flow)
                    .addKeyValue("store", store)
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("offset", storeOffset)
                    .log("a warm copy takes over");
        }
    }
}

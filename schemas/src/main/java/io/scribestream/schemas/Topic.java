package io.scribestream.schemas;

import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * A topic of the catalogue: its records, and how the broker keeps them. Keys are strings.
 *
 * @param name the topic's name on the broker
 * @param key what its key holds, for people
 * @param type the class of its values
 * @param spread whose partition count it shares
 * @param retention how long the broker keeps a record; -1 ms for ever
 * @param cleanup the broker's {@code cleanup.policy}
 * @param compression the broker's {@code compression.type}
 * @param owner the one part of the program that writes it
 * @param strict whether a record with a field that this version does not know is refused instead of read without it
 * @param maxRecordBytes the broker's {@code max.message.bytes}, and its writer's {@code max.request.size}
 */
public record Topic<V extends SpecificRecord>(
        String name,
        String key,
        Class<V> type,
        Spread spread,
        Duration retention,
        String cleanup,
        String compression,
        String owner,
        boolean strict,
        int maxRecordBytes) {

    /** Largest record of most topics, in bytes: a chunk of 30 s is 960,000 bytes of sound and a few of map. */
    public static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

    /** Largest transcript, in bytes: an hour of speech with all its words has about 0.4 MB, so 32 MiB are three days. */
    public static final int MAX_TRANSCRIPT_BYTES = 32 * 1024 * 1024;

    /** Topics that are joined by their key share a partition count; audio has its own; what is read whole has one. */
    public enum Spread {
        BY_JOB,
        BY_CHUNK,
        ALONE
    }

    public Schema schema() {
        return SpecificData.get().getSchema(type);
    }

    /** The registry's subject for its values (TopicNameStrategy). */
    public String subject() {
        return name + "-value";
    }

    /** The settings it is created with. */
    public Map<String, String> config() {
        return Map.of(
                "retention.ms",
                Long.toString(retention.toMillis()),
                "cleanup.policy",
                cleanup,
                "compression.type",
                compression,
                "max.message.bytes",
                Integer.toString(maxRecordBytes));
    }
}

package io.scribestream.schemas.registry;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The registry of a single JVM: it remembers in a compacted topic of the broker beside it, so nothing else has to run.
 * One process at a time writes that topic, the one that runs the broker; all others ask it over {@link RegistryServer}.
 * Thread-safe.
 */
public final class EmbeddedSchemaRegistry implements SchemaRegistry, AutoCloseable {

    private final SchemaLog log;

    /** Null where the log must be read first: at the start, and when nobody knows whether a write arrived. */
    private @Nullable Schemas known;

    EmbeddedSchemaRegistry(SchemaLog log) {
        this.log = log;
    }

    /**
     * Opens the registry of a broker, creating its topic {@code _schemas} where it is missing.
     *
     * @throws RegistryUnavailableException if the broker does not answer
     */
    public static EmbeddedSchemaRegistry onTopic(String bootstrapServers) {
        EmbeddedSchemaRegistry registry = onTopicOf(bootstrapServers);
        try {
            registry.read();
            return registry;
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    /** The registry of a broker that need not run yet; asks it nothing before {@link #read} or the first question. */
    public static EmbeddedSchemaRegistry onTopicOf(String bootstrapServers) {
        return new EmbeddedSchemaRegistry(new TopicSchemaLog(bootstrapServers));
    }

    /** A registry that forgets everything with its process. */
    public static EmbeddedSchemaRegistry inMemory() {
        return new EmbeddedSchemaRegistry(new InMemorySchemaLog());
    }

    /**
     * Reads what the topic holds, so that the first question need not wait for it.
     *
     * @throws RegistryUnavailableException if the broker does not answer
     */
    public void read() {
        schemas();
    }

    @Override
    public int register(String subject, Schema schema) {
        return registerVersion(subject, schema).id();
    }

    /** As {@link #register}, with the version. */
    synchronized SchemaVersion registerVersion(String subject, Schema schema) {
        Optional<SchemaVersion> before = schemas().find(subject, schema);
        if (before.isPresent()) {
            return before.get();
        }
        List<String> problems = problems(subject, schema, schemas().versions(subject));
        if (!problems.isEmpty()) {
            throw new IncompatibleSchemaException("Schema being registered is incompatible with an earlier schema for "
                    + "subject \"" + subject + "\", details: " + problems);
        }
        SchemaVersion next = schemas().next(subject, schema);
        write(LogRecord.of(next));
        return next;
    }

    @Override
    public synchronized Schema byId(int id) {
        return schemas().byId(id).orElseThrow(() -> new UnknownSchemaException("no schema has the id " + id));
    }

    /** Why a schema may not follow some versions of a subject, by the subject's rule; empty where it may. */
    synchronized List<String> problems(String subject, Schema schema, List<SchemaVersion> versions) {
        return rule(subject)
                .problems(schema, versions.stream().map(SchemaVersion::schema).toList());
    }

    synchronized List<String> subjects() {
        return schemas().subjects();
    }

    /** The versions of a subject, the oldest first; empty where there is no such subject. */
    synchronized List<SchemaVersion> versions(String subject) {
        return schemas().versions(subject);
    }

    synchronized Optional<SchemaVersion> find(String subject, Schema schema) {
        return schemas().find(subject, schema);
    }

    synchronized List<SchemaVersion> uses(int id) {
        return schemas().uses(id);
    }

    /** The rule of all subjects that have none of their own. */
    synchronized Compatibility rule() {
        return schemas().rule();
    }

    /** The rule that holds for a subject. */
    public synchronized Compatibility rule(String subject) {
        return ownRule(subject).orElseGet(this::rule);
    }

    synchronized Optional<Compatibility> ownRule(String subject) {
        return schemas().ownRule(subject);
    }

    synchronized void rule(@Nullable String subject, Compatibility rule) {
        write(LogRecord.of(subject, rule));
    }

    @Override
    public void close() {
        log.close();
    }

    private void write(LogRecord record) {
        Schemas schemas = schemas();
        known = null;
        log.append(record.key(), record.value());
        record.applyTo(schemas);
        known = schemas;
    }

    private synchronized Schemas schemas() {
        if (known == null) {
            Schemas read = new Schemas();
            log.replay((key, value) -> new LogRecord(key, value).applyTo(read));
            known = read;
        }
        return known;
    }
}

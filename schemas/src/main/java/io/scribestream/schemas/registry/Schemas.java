package io.scribestream.schemas.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * What a registry knows. Two schemas are the same where their text is, once parsed: spaces and the order of attributes do
 * not count, a changed description does. Not thread-safe.
 */
final class Schemas {

    private final Map<String, NavigableMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    private final NavigableMap<Integer, Schema> byId = new TreeMap<>();
    private final Map<String, Compatibility> ownRules = new TreeMap<>();
    private Compatibility rule = Compatibility.BACKWARD;

    void add(SchemaVersion version) {
        subjects.computeIfAbsent(version.subject(), name -> new TreeMap<>()).put(version.version(), version);
        byId.put(version.id(), version.schema());
    }

    void rule(Compatibility all) {
        rule = all;
    }

    void rule(String subject, Compatibility own) {
        ownRules.put(subject, own);
    }

    Compatibility rule() {
        return rule;
    }

    Optional<Compatibility> ownRule(String subject) {
        return Optional.ofNullable(ownRules.get(subject));
    }

    Optional<Schema> byId(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    /** Every place where a schema is used, by subject. */
    List<SchemaVersion> uses(int id) {
        return subjects.keySet().stream()
                .flatMap(subject -> versions(subject).stream())
                .filter(version -> version.id() == id)
                .toList();
    }

    /** The versions of a subject, the oldest first; empty where there is no such subject. */
    List<SchemaVersion> versions(String subject) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
        return versions == null ? List.of() : new ArrayList<>(versions.values());
    }

    Optional<SchemaVersion> find(String subject, Schema schema) {
        String text = schema.toString();
        return versions(subject).stream()
                .filter(version -> version.schema().toString().equals(text))
                .findFirst();
    }

    /** The version that a schema would be if it were added now. */
    SchemaVersion next(String subject, Schema schema) {
        List<SchemaVersion> versions = versions(subject);
        int version = versions.isEmpty() ? 1 : versions.get(versions.size() - 1).version() + 1;
        return new SchemaVersion(subject, version, idOf(schema), schema);
    }

    private int idOf(Schema schema) {
        String text = schema.toString();
        return byId.entrySet().stream()
                .filter(known -> known.getValue().toString().equals(text))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> byId.isEmpty() ? 1 : byId.lastKey() + 1);
    }
}

package io.scribestream.ingest.access;

import io.scribestream.schemas.avro.ClientKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All keys there are, as far as this process has heard. Thread-safe. */
public final class KeyDirectory implements Credentials {

    private final Map<String, ClientKey> keys = new ConcurrentHashMap<>();

    /** The newest that is said of a key. */
    void put(ClientKey key) {
        keys.put(key.getKeyId(), key);
    }

    void remove(String keyId) {
        keys.remove(keyId);
    }

    public Optional<ClientKey> find(String keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    /** The oldest first; those that were revoked too. */
    public List<ClientKey> all() {
        return keys.values().stream()
                .sorted(Comparator.comparing(ClientKey::getCreatedAt).thenComparing(ClientKey::getKeyId))
                .toList();
    }

    /** Whose key that is; empty where it is none, or none any more. */
    @Override
    public Optional<Caller> caller(String presented) {
        return IssuedKey.idIn(presented)
                .flatMap(this::find)
                .filter(key -> IssuedKey.matches(presented, key.getHash()))
                .filter(key -> !isRevoked(key))
                .map(key -> new Caller(key.getClient(), Set.copyOf(key.getScopes()), key.getLimits()));
    }

    public static boolean isRevoked(ClientKey key) {
        return key.getRevokedAt().isAfter(Instant.EPOCH);
    }
}

package io.scribestream.chunker.fetch;

import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Servers that give a byte, or fail as often as they are told to. */
public final class FakeRemote implements Fetcher {

    public static final Set<SourceKind> KINDS = EnumSet.of(SourceKind.HTTP, SourceKind.S3, SourceKind.UPLOAD);
    public static final Duration PATIENCE = Duration.ofMinutes(15);

    /** Locations that came whole, in order. */
    public final List<String> fetched = new ArrayList<>();

    private final Map<String, Deque<RuntimeException>> failures = new HashMap<>();

    public void fails(String location, RuntimeException... why) {
        failures.put(location, new ArrayDeque<>(List.of(why)));
    }

    /** What a fetch ends with where the disk is full. */
    public static RuntimeException noRoom() {
        return new SpoolUnavailableException(new IOException("No space left on device"));
    }

    @Override
    public String host(Source source) {
        return URI.create(source.getLocation()).getHost();
    }

    @Override
    public void fetch(Source source, Spool.Slot slot, BooleanSupplier cancelled) {
        Deque<RuntimeException> left = failures.get(source.getLocation());
        if (left != null && !left.isEmpty()) {
            throw left.remove();
        }
        slot.begin("");
        try (Spool.Writer out = slot.append()) {
            out.write(new byte[] {1}, 1);
        }
        slot.finish();
        fetched.add(source.getLocation());
    }
}

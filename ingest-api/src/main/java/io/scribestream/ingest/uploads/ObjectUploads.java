package io.scribestream.ingest.uploads;

import io.scribestream.objects.UploadObjects;
import io.scribestream.runtime.BreakerState;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.Health;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.UploadStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Files that wait for their jobs in an object store. */
public final class ObjectUploads implements Uploads {

    /** Apart from files that wait in the folder itself, as they do where no store is named. */
    static final String RECEIVED = ".received";

    private final Path folder;
    private final UploadStore received;
    private final UploadObjects objects;
    private final Guards guards;
    private final Removals removals;

    /** Those that were put there and have no job yet: Kafka may be away for long, and a file is large. */
    private final Set<String> there = ConcurrentHashMap.newKeySet();

    /**
     * @param objects closed with this
     * @throws io.scribestream.runtime.EnvironmentException if the folder cannot be made or written
     */
    public ObjectUploads(Path folder, UploadObjects objects, Guards guards) {
        this.folder = folder;
        this.received = new UploadStore(folder.resolve(RECEIVED));
        this.objects = objects;
        this.guards = guards;
        this.removals = new Removals(objects::delete, Removals.FIRST_WAIT);
    }

    /** As far as the last uploads have shown. */
    @Override
    public Health check() {
        Health here = LocalFiles.check(folder);
        return here.isReady() && guards.state(BREAKER) == BreakerState.OPEN
                ? Health.degraded("no upload is taken: " + objects.name() + " keeps failing")
                : here;
    }

    @Override
    public UploadStore received() {
        return received;
    }

    @Override
    public void handOver(String name) {
        if (there.contains(name)) {
            return;
        }
        Path file = received.resolve(name);
        try {
            guards.<Boolean, RuntimeException>retrying(BREAKER, () -> {
                objects.put(name, file);
                return true;
            });
        } catch (UnavailableException e) {
            throw new UploadsAwayException(e);
        }
        there.add(name);
    }

    @Override
    public void accepted(String name) {
        there.remove(name);
        LocalFiles.remove(received, name);
    }

    @Override
    public void over(String name) {
        there.remove(name);
        if (LocalFiles.remove(received, name)) {
            removals.add(name);
        }
    }

    /** A whole file too is here only as long as its request, or until its job is accepted. */
    @Override
    public void sweep(Instant before, Set<String> kept) throws IOException {
        received.sweepAll(before, kept);
    }

    @Override
    public void close() {
        removals.close();
        objects.close();
    }
}

package io.scribestream.ingest.uploads;

import io.scribestream.runtime.Health;
import io.scribestream.runtime.UploadStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/** Files that stay in the folder they came to, which the chunkers see too. */
public final class FolderUploads implements Uploads {

    private final Path place;
    private final UploadStore folder;

    /** @throws io.scribestream.runtime.EnvironmentException if it cannot be made or written */
    public FolderUploads(Path folder) {
        this.place = folder;
        this.folder = new UploadStore(folder);
    }

    @Override
    public Health check() {
        return LocalFiles.check(place);
    }

    @Override
    public UploadStore received() {
        return folder;
    }

    @Override
    public void handOver(String name) {}

    @Override
    public void accepted(String name) {}

    @Override
    public void over(String name) {
        LocalFiles.remove(folder, name);
    }

    /** Only what is no whole file: the others belong to jobs. */
    @Override
    public void sweep(Instant before, Set<String> kept) throws IOException {
        folder.sweep(before);
    }

    @Override
    public void close() {}
}

package io.scribestream.runtime.watch;

import io.scribestream.runtime.Health;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The room on the disks that a process writes to; that with the least of it speaks for all. */
public final class DiskCheck implements HealthCheck {

    private static final long GIB = 1L << 30;

    /** Below, somebody should look. */
    static final long LOW = 5 * GIB;

    /** Below, it fails soon. */
    static final long CRITICAL = GIB;

    private final List<Path> folders;

    /** @param folders that may not be there yet */
    public DiskCheck(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** In bytes. */
    record Room(long free, long total) {}

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public Health look() throws IOException {
        Room least = null;
        for (Path folder : folders) {
            FileStore store = Files.getFileStore(present(folder));
            Room room = new Room(store.getUsableSpace(), store.getTotalSpace());
            least = least == null || room.free() < least.free() ? room : least;
        }
        return least == null ? Health.ready("nothing is written") : finding(least);
    }

    /** {@code 45.2GB free / 100.0GB total (54.8% used)}; a GB is 1024 MB, as in the settings. */
    static Health finding(Room room) {
        double used = room.total() == 0 ? 0 : 100.0 * (room.total() - room.free()) / room.total();
        String details = String.format(
                Locale.ROOT,
                "%.1fGB free / %.1fGB total (%.1f%% used)",
                (double) room.free() / GIB,
                (double) room.total() / GIB,
                used);
        if (room.free() < CRITICAL) {
            return Health.failed(details);
        }
        return room.free() < LOW ? Health.degraded(details) : Health.ready(details);
    }

    private static Path present(Path folder) {
        Path path = folder.toAbsolutePath();
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }
}

package io.scribestream.ingest.tus;

import io.scribestream.runtime.UnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One writer for each upload, among the threads of this process and, by a lock on a file that ends with its process, among
 * processes that share the folder. Threads are told apart first: closing a file a second time would end the process's lock.
 */
final class UploadLocks {

    private final Set<Path> held = ConcurrentHashMap.newKeySet();

    /** A lock that is held until it is closed. */
    final class Lock implements AutoCloseable {

        private final Path path;
        private final FileChannel file;

        private Lock(Path path, FileChannel file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw unavailable(e);
            } finally {
                held.remove(path);
            }
        }
    }

    /** @return empty if another holds it */
    Optional<Lock> tryLock(Path path) {
        if (!held.add(path)) {
            return Optional.empty();
        }
        boolean locked = false;
        try {
            FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = file.tryLock();
            if (lock == null) {
                file.close();
                return Optional.empty();
            }
            locked = true;
            return Optional.of(new Lock(path, file));
        } catch (IOException e) {
            throw unavailable(e);
        } finally {
            if (!locked) {
                held.remove(path);
            }
        }
    }

    private static UnavailableException unavailable(IOException e) {
        return new UnavailableException("an upload could not be locked: " + e.getMessage(), e);
    }
}

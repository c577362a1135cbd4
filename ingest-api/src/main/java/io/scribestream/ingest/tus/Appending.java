package io.scribestream.ingest.tus;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes behind what a file holds. What the disk refuses is told apart from a stream that breaks off. */
final class Appending {

    private static final int BUFFER_BYTES = 64 * 1024;

    /**
     * Appends all that a stream gives, on the disk when this returns or throws.
     *
     * @param most bytes that the file may have then
     * @return how many it has
     * @throws RejectedException if it would have more; it has as many as before then
     * @throws IOException if the stream breaks off; what came before is kept
     */
    static long all(Path path, InputStream bytes, long most) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (Output file = new Output(path)) {
            long before = file.size();
            long end = before;
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                end += read;
                if (end > most) {
                    file.truncate(before);
                    throw new RejectedException(
                            Reason.TOO_LARGE, "more bytes came than the " + most + " that Upload-Length announced");
                }
                file.write(ByteBuffer.wrap(buffer, 0, read));
            }
            return end;
        }
    }

    /** A small file, on the disk when this returns; what it held before is gone. */
    static void whole(Path path, byte[] content) throws IOException {
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
            file.force(true);
        }
    }

    private static final class Output implements AutoCloseable {

        private final FileChannel file;

        Output(Path path) {
            try {
                file = FileChannel.open(path, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw unavailable(e);
            }
        }

        long size() {
            try {
                return file.size();
            } catch (IOException e) {
                throw unavailable(e);
            }
        }

        void write(ByteBuffer bytes) {
            try {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            } catch (IOException e) {
                throw unavailable(e);
            }
        }

        void truncate(long size) {
            try {
                file.truncate(size);
            } catch (IOException e) {
                throw unavailable(e);
            }
        }

        @Override
        public void close() {
            try (file) {
                file.force(true);
            } catch (IOException e) {
                throw unavailable(e);
            }
        }
    }

    private static UnavailableException unavailable(IOException e) {
        return new UnavailableException("the upload could not be written: " + e.getMessage(), e);
    }

    private Appending() {}
}

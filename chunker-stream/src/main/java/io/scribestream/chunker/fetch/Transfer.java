package io.scribestream.chunker.fetch;

import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Brings the bytes of a source into its slot, within the limits that hold for all of them.
 *
 * @param maxBytes largest source
 * @param longest time for one source
 */
public record Transfer(long maxBytes, Duration longest) {

    private static final int BUFFER_BYTES = 64 * 1024;

    /**
     * Begins to measure the time.
     *
     * @return whether the job is over; it throws a {@link RejectedException} once there is no time left
     */
    public BooleanSupplier until(BooleanSupplier cancelled) {
        long started = System.nanoTime();
        return () -> {
            if (System.nanoTime() - started > longest.toNanos()) {
                throw new RejectedException(
                        Reason.FETCH_FAILED,
                        "The source did not come within " + longest.toMinutes() + " minutes; upload the file instead.");
            }
            return cancelled.getAsBoolean();
        };
    }

    /**
     * Puts all that a stream gives behind what the slot holds, and finishes the slot.
     *
     * @param announced bytes to come; 0 or less where nobody said
     * @throws RejectedException if it is too large, or there is no time left
     * @throws CancellationException if the job is over
     * @throws IOException if the stream breaks off; what came stays in the slot
     */
    public void receive(InputStream in, long announced, Spool.Slot slot, BooleanSupplier stopped) throws IOException {
        long length = slot.bytes();
        long whole = announced > 0 ? length + announced : -1;
        requireSize(whole);
        byte[] buffer = new byte[BUFFER_BYTES];
        try (Spool.Writer out = slot.append()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (stopped.getAsBoolean()) {
                    throw new CancellationException("fetching was stopped");
                }
                length += read;
                requireSize(length);
                out.write(buffer, read);
            }
            out.sync();
        }
        // not every client of HTTP says so itself
        if (whole >= 0 && length < whole) {
            throw new EOFException("the source broke off after " + length + " of " + whole + " bytes");
        }
        slot.finish();
    }

    /** @throws RejectedException if a source has more bytes than it may have */
    public void requireSize(long bytes) {
        if (bytes > maxBytes) {
            throw new RejectedException(
                    Reason.TOO_LARGE,
                    "The source has more than the %d bytes allowed; send the sound alone, or compressed."
                            .formatted(maxBytes));
        }
    }
}

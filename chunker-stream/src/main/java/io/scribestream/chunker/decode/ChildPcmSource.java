package io.scribestream.chunker.decode;

import io.scribestream.chunker.decode.DecodeMessage.End;
import io.scribestream.chunker.decode.DecodeMessage.Header;
import io.scribestream.chunker.decode.DecodeMessage.Pcm;
import io.scribestream.chunker.decode.DecodeMessage.Refused;
import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A source that a process of its own decodes while it is read. */
final class ChildPcmSource implements PcmSource {

    private final DecoderChild child;
    private final Header header;
    private final ChildPool pool;
    private final Runnable whenClosed;
    private final AtomicBoolean released = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private ByteBuffer block = ByteBuffer.allocate(0);
    private @Nullable End end;
    private @Nullable RejectedException failure;

    ChildPcmSource(DecoderChild child, Header header, ChildPool pool, Runnable whenClosed) {
        this.child = child;
        this.header = header;
        this.pool = pool;
        this.whenClosed = whenClosed;
    }

    @Override
    public int read(short[] into, int offset, int length) {
        if (closed.get()) {
            throw new IllegalStateException("this source is closed");
        }
        while (!block.hasRemaining() && end == null) {
            receive();
        }
        if (!block.hasRemaining()) {
            return -1;
        }
        int count = Math.min(length, block.remaining() / Short.BYTES);
        block.asShortBuffer().get(into, offset, count);
        block.position(block.position() + count * Short.BYTES);
        return count;
    }

    private void receive() {
        if (failure != null) {
            throw failure;
        }
        try {
            DecodeMessage message = child.next();
            if (message instanceof Pcm pcm) {
                block = ByteBuffer.wrap(pcm.bytes(), 0, pcm.length()).order(ByteOrder.LITTLE_ENDIAN);
            } else if (message instanceof End last) {
                end = last;
                release(last.errors() == 0 && !last.cutOff());
            } else if (message instanceof Refused refused) {
                release(false);
                failure = rejection(refused);
                throw failure;
            } else {
                throw new IOException("unexpected " + message);
            }
        } catch (IOException e) {
            release(false);
            failure = broken(child, e);
            throw failure;
        }
    }

    static RejectedException rejection(Refused refused) {
        return new RejectedException(Reason.valueOf(refused.reason()), refused.sentence());
    }

    static RejectedException broken(DecoderChild child, IOException cause) {
        return new RejectedException(
                Reason.DECODER_FAILED,
                child.hasStalled()
                        ? "Decoding stopped giving sound; convert the file to wav or flac and send it again."
                        : "The file ended the decoder; convert it to wav or flac and send it again.",
                cause);
    }

    private void release(boolean reusable) {
        if (released.compareAndSet(false, true)) {
            if (reusable) {
                pool.giveBack(child);
            } else {
                pool.discard(child);
            }
        }
    }

    @Override
    public double declaredSeconds() {
        return header.estimatedSeconds();
    }

    @Override
    public String damage() {
        if (end == null) {
            throw new IllegalStateException("damage is known at the end of the source");
        }
        return Damage.of(header, end);
    }

    /** Also from another thread: a read that waits there then ends with a failure. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release(false);
            whenClosed.run();
        }
    }
}

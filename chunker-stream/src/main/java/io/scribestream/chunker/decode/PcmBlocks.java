package io.scribestream.chunker.decode;

import java.io.DataOutputStream;
import java.io.IOException;
import org.bytedeco.javacpp.BytePointer;

/** Inside the decoder process: samples leave it in blocks. */
final class PcmBlocks {

    static final int BYTES = DecodeMessage.Pcm.BLOCK;

    private final DataOutputStream out;
    private final long maxSamples;
    private final byte[] block = new byte[BYTES];
    private int filled;
    private long samples;

    PcmBlocks(DataOutputStream out, long maxSamples) {
        this.out = out;
        this.maxSamples = maxSamples;
    }

    /** @param from 16-bit samples in the machine's order, which is little endian wherever the decoder runs */
    void put(BytePointer from, int count) throws IOException, RefusedFile {
        samples += count;
        if (samples > maxSamples) {
            throw RefusedFile.tooLong(maxSamples);
        }
        int bytes = count * 2;
        for (int taken = 0; taken < bytes; ) {
            int part = Math.min(bytes - taken, BYTES - filled);
            from.position(taken).get(block, filled, part);
            taken += part;
            filled += part;
            if (filled == BYTES) {
                flush();
            }
        }
        from.position(0);
    }

    void flush() throws IOException {
        if (filled > 0) {
            new DecodeMessage.Pcm(block, filled).write(out);
            out.flush();
            filled = 0;
        }
    }

    /** Of 16 kHz, so far. */
    long samples() {
        return samples;
    }
}

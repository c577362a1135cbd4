package io.scribestream.chunker.decode;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What the decoder process reads from its standard input: text path, long samples.
 *
 * @param path absolute
 * @param maxSamples of 16 kHz; a longer file is refused
 */
record DecodeRequest(String path, long maxSamples) {

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(path);
        out.writeLong(maxSamples);
        out.flush();
    }

    /** @throws java.io.EOFException when there will be no more */
    static DecodeRequest read(DataInputStream in) throws IOException {
        return new DecodeRequest(in.readUTF(), in.readLong());
    }
}

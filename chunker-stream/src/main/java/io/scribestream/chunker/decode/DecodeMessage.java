package io.scribestream.chunker.decode;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What the decoder process says on its standard output, big endian, text as modified UTF-8.
 *
 * <pre>
 * ready   'R'  text version                       once, when the libraries are loaded
 * header  'H'  double estimated  double promised  text container  text codec  int rate  int channels
 * pcm     'P'  int bytes  bytes                   mono 16 kHz signed 16 bit, little endian
 * end     'E'  long samples  int errors  text first error  boolean cut off  long resident
 * refused 'X'  text reason  text sentence
 * </pre>
 *
 * Each request is answered by one header, any number of blocks of PCM and one end; a refusal may come instead of any of
 * these and is the last answer. Then the next request is read.
 */
sealed interface DecodeMessage {

    void write(DataOutputStream out) throws IOException;

    static DecodeMessage read(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case 'R' -> new Ready(in.readUTF());
            case 'H' ->
                new Header(in.readDouble(), in.readDouble(), in.readUTF(), in.readUTF(), in.readInt(), in.readInt());
            case 'P' -> Pcm.readRest(in);
            case 'E' -> new End(in.readLong(), in.readInt(), in.readUTF(), in.readBoolean(), in.readLong());
            case 'X' -> new Refused(in.readUTF(), in.readUTF());
            default -> throw new IOException("no message of the decoder starts with byte " + kind);
        };
    }

    /** @param version of FFmpeg */
    record Ready(String version) implements DecodeMessage {
        @Override
        public void write(DataOutputStream out) throws IOException {
            out.writeByte('R');
            out.writeUTF(version);
        }
    }

    /**
     * @param estimatedSeconds the best guess at the length; -1 for none
     * @param promisedSeconds the length, where the file itself states it; -1 where it does not
     * @param rate samples per second, before resampling
     * @param channels before mixing
     */
    record Header(
            double estimatedSeconds, double promisedSeconds, String container, String codec, int rate, int channels)
            implements DecodeMessage {
        @Override
        public void write(DataOutputStream out) throws IOException {
            out.writeByte('H');
            out.writeDouble(estimatedSeconds);
            out.writeDouble(promisedSeconds);
            out.writeUTF(container);
            out.writeUTF(codec);
            out.writeInt(rate);
            out.writeInt(channels);
        }
    }

    /** @param length how much of the array counts */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Pcm(byte[] bytes, int length) implements DecodeMessage {

        /** Bytes in a full block: one second and a little. */
        static final int BLOCK = 32_768;

        @Override
        public void write(DataOutputStream out) throws IOException {
            out.writeByte('P');
            out.writeInt(length);
            out.write(bytes, 0, length);
        }

        private static Pcm readRest(DataInputStream in) throws IOException {
            int length = in.readInt();
            if (length < 0 || length > BLOCK) {
                throw new IOException("a block of " + length + " bytes");
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            return new Pcm(bytes, length);
        }
    }

    /**
     * @param samples of 16 kHz
     * @param errors what demuxer and decoder complained about
     * @param firstError empty for none
     * @param cutOff whether the file ends inside a packet
     * @param residentBytes what the process holds of the machine's memory; 0 where the system does not say
     */
    record End(long samples, int errors, String firstError, boolean cutOff, long residentBytes)
            implements DecodeMessage {
        @Override
        public void write(DataOutputStream out) throws IOException {
            out.writeByte('E');
            out.writeLong(samples);
            out.writeInt(errors);
            out.writeUTF(firstError);
            out.writeBoolean(cutOff);
            out.writeLong(residentBytes);
        }
    }

    /**
     * @param reason name of a constant of {@code Reason}
     * @param sentence for the file's owner
     */
    record Refused(String reason, String sentence) implements DecodeMessage {
        @Override
        public void write(DataOutputStream out) throws IOException {
            out.writeByte('X');
            out.writeUTF(reason);
            out.writeUTF(sentence);
        }
    }
}

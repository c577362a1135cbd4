package io.scribestream.chunker.decode;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Signs of a cut that FFmpeg does not report: what a WAV header promises and how an Ogg file ends. */
final class FileEnds {

    private static final long UNKNOWN_SIZE = 0xFFFFFFFFL;
    private static final int OGG_PAGE_HEADER = 27;
    private static final int OGG_PAGE_MAX = OGG_PAGE_HEADER + 255 + 255 * 255;
    private static final Set<String> MP4_BOXES = Set.of("ftyp", "mdat", "wide", "free", "skip");
    private static final int MOST_CHUNKS = 100;

    private FileEnds() {}

    /**
     * @return what the header of the data chunk says; -1 where there is none, or where it says "not known" (0 and 4 GiB -
     *     1, as programs write it that could not go back)
     */
    static long promisedWavBytes(String path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path, "r")) {
            byte[] head = new byte[8];
            long at = 12;
            for (int chunk = 0; chunk < MOST_CHUNKS && at + head.length <= file.length(); chunk++) {
                file.seek(at);
                file.readFully(head);
                ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
                long size = Integer.toUnsignedLong(header.getInt(4));
                if (header.getInt(0) == 0x61746164) { // "data"
                    return size == 0 || size == UNKNOWN_SIZE ? -1 : size;
                }
                at += head.length + size + size % 2;
            }
            return -1;
        }
    }

    /** Whether it begins as MP4 and QuickTime files do, with a box of a known type. */
    static boolean beginsAsMp4(String path) throws IOException {
        byte[] head = new byte[8];
        try (RandomAccessFile file = new RandomAccessFile(path, "r")) {
            file.readFully(head);
        } catch (EOFException e) {
            return false;
        }
        return MP4_BOXES.contains(new String(head, 4, 4, StandardCharsets.ISO_8859_1));
    }

    /** Whether the last page of an Ogg file is not whole. */
    static boolean oggIsCutOff(String path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path, "r")) {
            byte[] tail = new byte[(int) Math.min(file.length(), OGG_PAGE_MAX)];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            for (int at = tail.length - 4; at >= 0; at--) {
                if (tail[at] == 'O' && tail[at + 1] == 'g' && tail[at + 2] == 'g' && tail[at + 3] == 'S') {
                    return oggPageEnd(tail, at) > tail.length;
                }
            }
            return false;
        }
    }

    private static int oggPageEnd(byte[] tail, int page) {
        int table = page + OGG_PAGE_HEADER;
        if (table > tail.length) {
            return Integer.MAX_VALUE;
        }
        int segments = tail[table - 1] & 0xFF;
        int end = table + segments;
        for (int i = table; i < table + segments && i < tail.length; i++) {
            end += tail[i] & 0xFF;
        }
        return end;
    }
}

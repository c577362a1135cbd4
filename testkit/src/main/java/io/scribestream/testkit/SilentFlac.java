package io.scribestream.testkit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Hours of silence in a few kilobytes: mono 16 kHz 16-bit FLAC in which every block of 32,768 samples is one constant
 * (RFC 9639). What an attacker would send to fill a disk.
 */
public final class SilentFlac {

    private static final int RATE = 16_000;
    private static final int BLOCK = 32_768;

    private SilentFlac() {}

    /** Rounded up to whole blocks of 2.048 s. */
    public static Path write(Path file, Duration length) throws IOException {
        int blocks = (int) ((length.toSeconds() * RATE + BLOCK - 1) / BLOCK);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(streamInfo((long) blocks * BLOCK));
            for (int block = 0; block < blocks; block++) {
                out.write(constantBlock(block));
            }
        }
        return file;
    }

    private static byte[] streamInfo(long samples) {
        ByteBuffer info = ByteBuffer.allocate(4 + 4 + 34);
        info.put(Sounds.ascii("fLaC")).putInt(0x80000022);
        info.putShort((short) BLOCK).putShort((short) BLOCK).put(new byte[6]);
        // 20 bits rate, 3 bits channels - 1, 5 bits bits per sample - 1, 36 bits samples; the MD5 sum stays unknown
        info.putLong((long) RATE << 44 | 15L << 36 | samples);
        return info.array();
    }

    private static byte[] constantBlock(int number) {
        ByteBuffer frame = ByteBuffer.allocate(20);
        // fixed block size, block size 2^(15-8) * 256, 16 kHz, mono, 16 bit
        frame.putShort((short) 0xFFF8).put((byte) 0xF5).put((byte) 0x08);
        putCodedNumber(frame, number);
        frame.put((byte) crc(frame, 8, 0x07));
        frame.put((byte) 0).putShort((short) 0);
        frame.putShort((short) crc(frame, 16, 0x8005));
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    /** As UTF-8 does it. */
    private static void putCodedNumber(ByteBuffer frame, int number) {
        if (number < 0x80) {
            frame.put((byte) number);
        } else if (number < 0x800) {
            frame.put((byte) (0xC0 | number >> 6)).put((byte) (0x80 | number & 0x3F));
        } else {
            frame.put((byte) (0xE0 | number >> 12));
            frame.put((byte) (0x80 | number >> 6 & 0x3F)).put((byte) (0x80 | number & 0x3F));
        }
    }

    private static int crc(ByteBuffer frame, int bits, int polynomial) {
        int top = 1 << bits - 1;
        int crc = 0;
        for (int i = 0; i < frame.position(); i++) {
            crc ^= (frame.get(i) & 0xFF) << bits - 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & top) == 0 ? crc << 1 : crc << 1 ^ polynomial;
            }
        }
        return crc & (top << 1) - 1;
    }
}

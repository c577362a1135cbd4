package io.scribestream.testkit;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A video without a sound track: grey pictures (motion JPEG) in an AVI file, ten a second. */
public final class SilentFilm {

    private static final int SIDE = 32;
    private static final int RATE = 10;

    private SilentFilm() {}

    public static Path write(Path file, int pictures) throws IOException {
        byte[] picture = picture();
        byte[] header = list("hdrl", concat(chunk("avih", mainHeader(pictures)), list("strl", stream(pictures))));
        byte[][] frames = new byte[pictures][];
        for (int i = 0; i < pictures; i++) {
            frames[i] = chunk("00dc", picture);
        }
        byte[] avi = concat(Sounds.ascii("AVI "), header, list("movi", concat(frames)));
        return Files.write(file, chunk("RIFF", avi));
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB), "jpg", jpeg);
        return jpeg.toByteArray();
    }

    private static byte[] mainHeader(int pictures) {
        ByteBuffer header = little(56).putInt(1_000_000 / RATE);
        header.putInt(16, pictures).putInt(24, 1).putInt(32, SIDE).putInt(36, SIDE);
        return header.array();
    }

    private static byte[] stream(int pictures) {
        ByteBuffer header = little(56).put(Sounds.ascii("vidsMJPG"));
        header.putInt(20, 1).putInt(24, RATE).putInt(32, pictures);
        ByteBuffer format = little(40)
                .putInt(40)
                .putInt(SIDE)
                .putInt(SIDE)
                .putShort((short) 1)
                .putShort((short) 24);
        format.put(Sounds.ascii("MJPG"));
        return concat(chunk("strh", header.array()), chunk("strf", format.array()));
    }

    private static byte[] list(String type, byte[] content) {
        return chunk("LIST", concat(Sounds.ascii(type), content));
    }

    private static byte[] chunk(String type, byte[] content) {
        ByteBuffer chunk = little(8 + content.length + content.length % 2);
        return chunk.put(Sounds.ascii(type)).putInt(content.length).put(content).array();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}

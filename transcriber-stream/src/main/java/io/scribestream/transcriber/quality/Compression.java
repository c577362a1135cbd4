package io.scribestream.transcriber.quality;

import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** How well a text compresses: text that says the same thing again and again does so far too well. */
public final class Compression {

    /** Length of the text divided by its length compressed, both in bytes; about 1 to 2 for real speech. */
    public static double ratio(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return 0;
        }
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] buffer = new byte[bytes.length + 64];
            int compressed = 0;
            while (!deflater.finished()) {
                compressed += deflater.deflate(buffer);
            }
            return (double) bytes.length / compressed;
        } finally {
            deflater.end();
        }
    }

    private Compression() {}
}

package io.scribestream.ingest.openai;

import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** How well a text can be compressed: one that says the same over and over, very well. */
final class Zlib {

    /** Bytes before to bytes after; 0 for no text. */
    static double ratio(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] buffer = new byte[1024];
            while (!deflater.finished()) {
                deflater.deflate(buffer);
            }
            return plain.length / (double) deflater.getBytesWritten();
        } finally {
            deflater.end();
        }
    }

    private Zlib() {}
}

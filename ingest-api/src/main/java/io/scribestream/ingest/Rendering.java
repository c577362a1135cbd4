package io.scribestream.ingest;

import io.scribestream.renderers.Format;
import io.scribestream.renderers.RenderOptions;
import io.scribestream.renderers.Renderers;
import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Base64;

/** A transcript in one of its forms. It is written out as often as it is needed, so that no copy of it is held. */
final class Rendering {

    private final Transcript transcript;
    private final Format format;
    private final RenderOptions options;
    private final long length;
    private final String tag;

    private Rendering(Transcript transcript, Format format, RenderOptions options, long length, String tag) {
        this.transcript = transcript;
        this.format = format;
        this.options = options;
        this.length = length;
        this.tag = tag;
    }

    /** Writes it to nowhere once: its length and its tag are those of its bytes. */
    static Rendering of(Transcript transcript, Format format, RenderOptions options) throws IOException {
        MessageDigest sha256 = Digests.sha256();
        Part all = new Part(
                new DigestOutputStream(OutputStream.nullOutputStream(), sha256), new ByteRange(0, Long.MAX_VALUE));
        render(transcript, format, options, all);
        String tag = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest());
        return new Rendering(transcript, format, options, all.at, '"' + tag + '"');
    }

    /** In bytes. */
    long length() {
        return length;
    }

    /** Strong, with its quotes: another one means other bytes. */
    String tag() {
        return tag;
    }

    /** @param out gets the bytes of that part; not closed */
    void write(OutputStream out, ByteRange part) throws IOException {
        render(transcript, format, options, new Part(out, part));
        out.flush();
    }

    private static void render(Transcript transcript, Format format, RenderOptions options, OutputStream out)
            throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        Renderers.render(transcript, format, options, writer);
    }

    /** Lets one part through. */
    private static final class Part extends OutputStream {

        private final OutputStream out;
        private final ByteRange part;
        private long at;

        Part(OutputStream out, ByteRange part) {
            this.out = out;
            this.part = part;
        }

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int from = (int) Math.max(0, Math.min(count, part.from() - at));
            int to = (int) Math.max(from, Math.min(count, part.to() - at));
            out.write(bytes, offset + from, to - from);
            at += count;
        }
    }
}

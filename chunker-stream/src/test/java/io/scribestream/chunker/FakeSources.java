package io.scribestream.chunker;

import io.scribestream.chunker.cut.Cut;
import io.scribestream.chunker.fetch.FakeRemote;
import io.scribestream.chunker.fetch.Spool;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sources by location: each has so many chunks of one second, and may fail where it is told to. */
final class FakeSources implements SourceOpener {

    static final int SECOND = 16_000;

    int open;
    int mostOpen;
    int opened;
    int cut;

    /** What lies on servers, and the spool it comes to. */
    final FakeRemote remote = new FakeRemote();

    final Path folder = temporary();
    final Spool spool = new Spool(folder);

    private final Map<String, Script> scripts = new HashMap<>();

    private record Script(int chunks, int failsAt, @Nullable Supplier<Throwable> failure) {}

    private static Path temporary() {
        try {
            Path folder = Files.createTempDirectory("spool");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A source that is cut to its end. */
    void add(String location, int chunks) {
        scripts.put(location, new Script(chunks, -1, null));
    }

    /** @param failsAt before which chunk; -1 when it is opened */
    void addFailing(String location, int failsAt, Supplier<Throwable> failure) {
        scripts.put(location, new Script(Integer.MAX_VALUE, failsAt, failure));
    }

    @Override
    public OpenSource open(TranscriptionJob job) {
        Script script = scripts.get(job.getSource().getLocation());
        if (script.failure() != null && script.failsAt() < 0) {
            throw unchecked(script.failure().get());
        }
        opened++;
        open++;
        mostOpen = Math.max(mostOpen, open);
        return new FakeSource(script);
    }

    @SuppressWarnings("unchecked") // a checked exception would be a mistake of the test
    private static <T extends Throwable> RuntimeException unchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    private final class FakeSource implements OpenSource {

        private final Script script;
        private int next;
        private boolean closed;

        FakeSource(Script script) {
            this.script = script;
        }

        @Override
        public @Nullable Cut next() {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            if (script.failure() != null && next == script.failsAt()) {
                throw unchecked(script.failure().get());
            }
            if (next == script.chunks()) {
                return null;
            }
            long start = (long) next * SECOND;
            next++;
            cut++;
            byte[] pcm = {(byte) next, 0};
            return new Cut(pcm, List.of(new Cut.Span(start, 0, SECOND)), false, false, start + SECOND);
        }

        @Override
        public double declaredSeconds() {
            return script.chunks() == Integer.MAX_VALUE ? -1 : script.chunks();
        }

        @Override
        public long samples() {
            return (long) next * SECOND;
        }

        @Override
        public String damage() {
            return "";
        }

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("closed twice");
            }
            closed = true;
            open--;
        }
    }
}

package io.scribestream.transcriber.engine.whispercpp;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the library says off stderr, and its last lines for the text of an error. Called from any thread.
 *
 * <p>The native side holds a pointer to it, so it must stay reachable as long as the library is loaded.
 */
final class NativeLog implements Callback {

    private static final int KEPT = 12;

    private final Deque<String> lines = new ArrayDeque<>();

    public void invoke(int level, @Nullable Pointer text, @Nullable Pointer userData) {
        if (text != null) {
            add(text.getString(0, StandardCharsets.UTF_8.name()));
        }
    }

    synchronized void add(String text) {
        String line = text.strip();
        if (!line.isEmpty()) {
            lines.addLast(line);
            if (lines.size() > KEPT) {
                lines.removeFirst();
            }
        }
    }

    /** The last line that speaks of a failure, else the last one; empty if nothing was said. */
    synchronized String lastWords() {
        String words = "";
        for (String line : lines) {
            String lower = line.toLowerCase(java.util.Locale.ROOT);
            if (lower.contains("error") || lower.contains("fail") || lower.contains("invalid")) {
                words = line;
            }
        }
        return words.isEmpty() && !lines.isEmpty() ? lines.getLast() : words;
    }

    @Override
    public synchronized String toString() {
        return lines.stream().collect(Collectors.joining("\n"));
    }
}

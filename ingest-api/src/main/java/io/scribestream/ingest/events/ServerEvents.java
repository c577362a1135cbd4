package io.scribestream.ingest.events;

import java.nio.charset.StandardCharsets;

/** Events as the HTML standard writes them ({@code text/event-stream}). */
public final class ServerEvents {

    public static final String MEDIA_TYPE = "text/event-stream";

    private static final byte[] HEARTBEAT = bytes(": still here\n\n");

    /**
     * @param id what a client sends to go on behind this event
     * @param data one line
     */
    public static byte[] event(String id, String name, String data) {
        return bytes("id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n");
    }

    /** Without an id and a name; {@code data} is one line. */
    public static byte[] data(String data) {
        return bytes("data: " + data + "\n\n");
    }

    /** How long a client waits before it comes back. */
    public static byte[] retry(long millis) {
        return bytes("retry: " + millis + "\n\n");
    }

    /** A comment, which clients skip. */
    public static byte[] heartbeat() {
        return HEARTBEAT.clone();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ServerEvents() {}
}

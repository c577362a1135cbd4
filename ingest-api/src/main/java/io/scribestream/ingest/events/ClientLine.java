package io.scribestream.ingest.events;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * The connection that a request came by, and whether its client may go on. While it waits for its answer nobody else reads from it, so that the end of the
 * stream is noticed only here: a client that went away, long before something is written to it.
 */
final class ClientLine {

    /** What may lie behind the end of a form, and is nobody's. */
    private static final int MOST_REST = 64 * 1024;

    private final EndPoint connection;
    private final Executor threads;
    private final BooleanSupplier allowed;

    private ClientLine(EndPoint connection, Executor threads, BooleanSupplier allowed) {
        this.allowed = allowed;
        this.connection = connection;
        this.threads = threads;
    }

    /**
     * The answer has to close the connection: a request that comes behind this one while it waits is dropped, and has to
     * be sent again on another.
     *
     * @param allowed whether the client may still have the answer; never waits
     * @throws IOException if the request's body does not end
     */
    static ClientLine of(HttpServletRequest request, BooleanSupplier allowed) throws IOException {
        if (request.getInputStream().readNBytes(MOST_REST).length == MOST_REST) {
            throw new IOException("the request goes on behind its end");
        }
        Request core = ServletContextRequest.getServletContextRequest(request).getRequest();
        return new ClientLine(
                core.getConnectionMetaData().getConnection().getEndPoint(),
                core.getComponents().getExecutor(),
                allowed);
    }

    /** The server's threads, which may wait for the client. */
    Executor threads() {
        return threads;
    }

    /** Whether what the client was let in with is still good. */
    boolean isAllowed() {
        return allowed.getAsBoolean();
    }

    /** Whether the client has closed it. Never waits; not to be asked once the answer is complete. */
    boolean isBroken() {
        try {
            return !connection.isOpen()
                    || connection.fill(ByteBuffer.allocate(16).limit(0)) < 0;
        } catch (IOException e) {
            return true;
        }
    }
}

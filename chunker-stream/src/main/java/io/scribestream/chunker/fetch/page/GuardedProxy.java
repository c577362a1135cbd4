package io.scribestream.chunker.fetch.page;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.web.AddressGuard;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy on loopback, for one program, that connects to the addresses that an {@link AddressGuard} lets it and to no others:
 * what a page leads to is as much a client's word as the page's own address. It ends all connections when it is closed, so a
 * program that outlives it reaches nothing.
 */
final class GuardedProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedProxy.class);
    private static final int CONNECT_MILLIS = 10_000;

    private final AddressGuard guard;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile String refusal = "";

    private GuardedProxy(AddressGuard guard, ServerSocket server) {
        this.guard = guard;
        this.server = server;
    }

    static GuardedProxy start(AddressGuard guard) throws IOException {
        GuardedProxy proxy = new GuardedProxy(guard, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        thread(proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Why an address was refused, the last one of them. */
    Optional<String> refusal() {
        return Optional.of(refusal).filter(why -> !why.isEmpty());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                thread(() -> serve(client));
            } catch (IOException e) {
                LOG.debug("no more connections are taken", e);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            ProxyRequest request = ProxyRequest.read(client.getInputStream());
            try (Socket remote = connect(request.target())) {
                if (request.isTunnel()) {
                    say(client, "200 Connection established");
                } else {
                    remote.getOutputStream().write(request.passedOn().getBytes(StandardCharsets.ISO_8859_1));
                }
                thread(() -> pump(client, remote));
                pump(remote, client);
            } catch (RejectedException e) {
                refusal = String.valueOf(e.getMessage());
                say(client, "403 Forbidden");
            } catch (UnavailableException | IOException e) {
                LOG.debug("a server cannot be reached", e);
                say(client, "502 Bad Gateway");
            }
        } catch (IOException e) {
            LOG.debug("a connection broke off", e);
        } finally {
            open.remove(client);
        }
    }

    /** To an address that was checked, not to whatever the name leads to by now. */
    private Socket connect(URI target) throws IOException {
        List<InetAddress> addresses = guard.check(target);
        int port = target.getPort() >= 0 ? target.getPort() : target.getScheme().equals("https") ? 443 : 80;
        IOException last = new IOException("no address");
        for (InetAddress address : addresses) {
            Socket remote = new Socket();
            try {
                remote.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                open.add(remote);
                return remote;
            } catch (IOException e) {
                remote.close();
                last = e;
            }
        }
        throw last;
    }

    private void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            LOG.debug("a connection broke off", e);
        } finally {
            open.remove(from);
        }
    }

    private static void say(Socket client, String status) throws IOException {
        String end = status.startsWith("200") ? "\r\n\r\n" : "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        client.getOutputStream().write(("HTTP/1.1 " + status + end).getBytes(StandardCharsets.US_ASCII));
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "page-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}

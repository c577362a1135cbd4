package io.scribestream.chunker.fetch.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What a program asks of a proxy: a tunnel, {@code CONNECT host:443}, or a request with its whole address,
 * {@code GET http://host/path}.
 *
 * @param target whom to connect to
 * @param passedOn what the server is to be told; nothing for a tunnel
 */
record ProxyRequest(URI target, boolean isTunnel, String passedOn) {

    private static final int LONGEST = 64 * 1024;
    private static final List<String> NOT_PASSED_ON =
            List.of("connection:", "proxy-connection:", "proxy-authorization:");

    /** @throws IOException if it is none */
    static ProxyRequest read(InputStream in) throws IOException {
        List<String> lines = head(in).lines().toList();
        String[] first = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
        if (first.length != 3) {
            throw new IOException("this is no request for a proxy");
        }
        try {
            if (first[0].equals("CONNECT")) {
                return new ProxyRequest(new URI("https://" + first[1]), true, "");
            }
            URI target = new URI(first[1]);
            if (!"http".equalsIgnoreCase(target.getScheme()) || target.getHost() == null) {
                throw new IOException("this is no request for a proxy");
            }
            return new ProxyRequest(target, false, passedOn(first[0], target, lines.subList(1, lines.size())));
        } catch (URISyntaxException e) {
            throw new IOException("this is no request for a proxy", e);
        }
    }

    /** The connection is for this one server, and ends after the answer: another request might be for another. */
    private static String passedOn(String method, URI target, List<String> headers) {
        String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        StringBuilder request = new StringBuilder(method + " " + path + query + " HTTP/1.1\r\n");
        headers.stream()
                .filter(header -> !header.isEmpty()
                        && NOT_PASSED_ON.stream().noneMatch(header.toLowerCase(Locale.ROOT)::startsWith))
                .forEach(header -> request.append(header).append("\r\n"));
        return request.append("Connection: close\r\n\r\n").toString();
    }

    /** Up to the empty line, and not a byte further: what follows is the server's. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 2) {
            int read = in.read();
            if (read < 0 || bytes.size() == LONGEST) {
                throw new IOException("the request broke off, or does not end");
            }
            bytes.write(read);
            if (read == '\n') {
                ends++;
            } else if (read != '\r') {
                ends = 0;
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}

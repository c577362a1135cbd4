package io.scribestream.chunker.fetch;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.web.AddressGuard;
import io.scribestream.runtime.web.CheckedClient;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.jspecify.annotations.Nullable;

/**
 * Sources at http and https addresses. Goes on by range where the server still has what the slot holds; follows redirects,
 * each checked as the first address was; connects to the addresses that were checked and to no others. Web pages are not
 * taken for recordings: they end in a {@link WebPageException}.
 */
public final class HttpFetcher implements Fetcher {

    private static final int MOST_REDIRECTS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Longest silence of a server. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(?:\\d+|\\*)");
    private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/(\\d+)");

    private static final Pattern HTML = Pattern.compile("text/html|application/xhtml\\+xml", Pattern.CASE_INSENSITIVE);

    /** After a byte order mark perhaps. */
    private static final Pattern PAGE = Pattern.compile("(\u00ef\u00bb\u00bf)?\\s*<");

    private static final int PEEKED_BYTES = 512;

    private final AddressGuard guard;
    private final Transfer transfer;

    /**
     * @param maxBytes largest source
     * @param longest time for one call; a source that takes longer is refused
     */
    public HttpFetcher(AddressGuard guard, long maxBytes, Duration longest) {
        this.guard = guard;
        this.transfer = new Transfer(maxBytes, longest);
    }

    @Override
    public String host(Source source) {
        return String.valueOf(uri(source.getLocation()).getHost()).toLowerCase(Locale.ROOT);
    }

    @Override
    public void fetch(Source source, Spool.Slot slot, BooleanSupplier cancelled) {
        BooleanSupplier stopped = transfer.until(cancelled);
        URI uri = uri(source.getLocation());
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            Optional<URI> elsewhere = fetch(uri, slot, stopped, cancelled);
            if (elsewhere.isEmpty()) {
                return;
            }
            uri = elsewhere.get();
        }
        throw new RejectedException(
                Reason.FETCH_FAILED,
                "The source's address leads on to others more than " + MOST_REDIRECTS
                        + " times; send the address where it lies.");
    }

    /** @return where the source lies instead; empty where it was fetched */
    private Optional<URI> fetch(URI uri, Spool.Slot slot, BooleanSupplier stopped, BooleanSupplier cancelled) {
        List<InetAddress> addresses = guard.check(uri);
        HttpGet request = request(uri, slot);
        try (CloseableHttpClient client = CheckedClient.to(addresses, CONNECT, SILENCE);
                CancelWatch watch = new CancelWatch(cancelled, request::abort)) {
            return client.execute(request, response -> {
                try {
                    return take(uri, response, slot, stopped);
                } catch (RuntimeException e) {
                    // else the rest of the body would be read on closing, however long it is
                    request.abort();
                    throw e;
                }
            });
        } catch (IOException e) {
            if (cancelled.getAsBoolean()) {
                throw stopped(e);
            }
            throw new UnavailableException("the source's server does not answer as it should: " + e.getMessage(), e);
        }
    }

    private static CancellationException stopped(IOException e) {
        CancellationException stopped = new CancellationException("fetching was stopped");
        stopped.initCause(e);
        return stopped;
    }

    private static HttpGet request(URI uri, Spool.Slot slot) {
        HttpGet get = new HttpGet(uri);
        get.setHeader(HttpHeaders.USER_AGENT, "Scribestream");
        get.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        long have = slot.bytes();
        // Without a name for the version nobody could tell that the rest belongs to the same file.
        if (have > 0 && !slot.validator().isEmpty()) {
            get.setHeader(HttpHeaders.RANGE, "bytes=" + have + "-");
            get.setHeader(HttpHeaders.IF_RANGE, slot.validator());
        }
        return get;
    }

    private Optional<URI> take(URI uri, ClassicHttpResponse response, Spool.Slot slot, BooleanSupplier stopped)
            throws IOException {
        int status = response.getCode();
        switch (status) {
            case 200 -> {
                requireNoPage(uri, response);
                slot.begin(validator(response));
                receive(response, slot, stopped);
            }
            case 206 -> {
                goOn(response, slot);
                receive(response, slot, stopped);
            }
            case 416 -> {
                if (!isAll(response, slot)) {
                    slot.begin("");
                    throw new UnavailableException("the server has another version of the source by now");
                }
                slot.finish();
            }
            case 301, 302, 303, 307, 308 -> {
                return Optional.of(location(uri, response));
            }
            default -> throw failure(status);
        }
        return Optional.empty();
    }

    /** Both what the server says and what it sends have to look like a page: some say so of any file that they do not know. */
    private static void requireNoPage(URI uri, ClassicHttpResponse response) throws IOException {
        HttpEntity body = response.getEntity();
        if (body == null
                || !HTML.matcher(header(response, HttpHeaders.CONTENT_TYPE)).lookingAt()) {
            return;
        }
        BufferedInputStream in = new BufferedInputStream(body.getContent());
        response.setEntity(new InputStreamEntity(in, body.getContentLength(), null));
        in.mark(PEEKED_BYTES);
        String begin = new String(in.readNBytes(PEEKED_BYTES), StandardCharsets.ISO_8859_1);
        in.reset();
        if (PAGE.matcher(begin).lookingAt()) {
            throw new WebPageException(uri);
        }
    }

    private static void goOn(ClassicHttpResponse response, Spool.Slot slot) {
        Matcher range = CONTENT_RANGE.matcher(header(response, HttpHeaders.CONTENT_RANGE));
        if (!range.matches() || Long.parseLong(range.group(1)) != slot.bytes()) {
            slot.begin("");
            throw new UnavailableException("the server sent another part of the source than it was asked for");
        }
    }

    private static boolean isAll(ClassicHttpResponse response, Spool.Slot slot) {
        Matcher range = UNSATISFIED.matcher(header(response, HttpHeaders.CONTENT_RANGE));
        return range.matches() && slot.bytes() > 0 && Long.parseLong(range.group(1)) == slot.bytes();
    }

    private void receive(ClassicHttpResponse response, Spool.Slot slot, BooleanSupplier stopped) throws IOException {
        HttpEntity body = response.getEntity();
        transfer.receive(
                body == null ? InputStream.nullInputStream() : body.getContent(),
                body == null ? 0 : body.getContentLength(),
                slot,
                stopped);
    }

    private static URI location(URI from, ClassicHttpResponse response) {
        String to = header(response, HttpHeaders.LOCATION);
        try {
            return from.resolve(new URI(to));
        } catch (URISyntaxException e) {
            throw new RejectedException(
                    Reason.FETCH_FAILED, "The source's address leads on to one that is none; send another.", e);
        }
    }

    private static RuntimeException failure(int status) {
        if (status == 404 || status == 410) {
            return new RejectedException(
                    Reason.SOURCE_NOT_FOUND,
                    "The server has nothing at the source's address (%d); check it.".formatted(status));
        }
        if (status >= 500 || status == 408 || status == 425 || status == 429) {
            return new UnavailableException("the source's server answers " + status);
        }
        return new RejectedException(
                Reason.FETCH_FAILED,
                "The server does not give the source (%d); send an address that needs no login, or upload the file."
                        .formatted(status));
    }

    /** A strong name of the version: a weak one allows other bytes. */
    private static String validator(ClassicHttpResponse response) {
        String tag = header(response, HttpHeaders.ETAG);
        if (!tag.isEmpty() && !tag.startsWith("W/")) {
            return tag;
        }
        return header(response, HttpHeaders.LAST_MODIFIED);
    }

    private static String header(ClassicHttpResponse response, String name) {
        @Nullable Header header = response.getFirstHeader(name);
        return header == null || header.getValue() == null ? "" : header.getValue();
    }

    /** Said of addresses that may not be asked. */
    public static RejectedException refused(String why) {
        return new RejectedException(
                Reason.SOURCE_REFUSED, "The source's address may not be asked: " + why + "; upload the file instead.");
    }

    private static URI uri(String location) {
        try {
            return new URI(location);
        } catch (URISyntaxException e) {
            throw new RejectedException(
                    Reason.INVALID_JOB, "The source's location is no address; send one such as https://host/file.", e);
        }
    }
}

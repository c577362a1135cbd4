package io.scribestream.chunker.fetch;

import java.net.URI;

/** An address leads to a web page, which may show a recording, but is none. */
public final class WebPageException extends RuntimeException {

    private final transient URI address;

    WebPageException(URI address) {
        super("there is a web page at the source's address");
        this.address = address;
    }

    /** Where the page is, after all redirects; checked. */
    public URI address() {
        return address;
    }
}

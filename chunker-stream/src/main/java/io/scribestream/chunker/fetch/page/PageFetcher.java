package io.scribestream.chunker.fetch.page;

import io.scribestream.chunker.fetch.Fetcher;
import io.scribestream.chunker.fetch.Spool;
import io.scribestream.chunker.fetch.WebPageException;
import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Fetches what lies at an address of the web, and where that is a page, the recording that it shows. */
public final class PageFetcher implements Fetcher {

    private final Fetcher web;
    private final @Nullable YtDlp program;

    /** @param program null where there is none */
    public PageFetcher(Fetcher web, @Nullable YtDlp program) {
        this.web = web;
        this.program = program;
    }

    @Override
    public String host(Source source) {
        return web.host(source);
    }

    @Override
    public void fetch(Source source, Spool.Slot slot, BooleanSupplier cancelled) {
        try {
            web.fetch(source, slot, cancelled);
        } catch (WebPageException page) {
            if (program == null) {
                throw new RejectedException(
                        Reason.UNREADABLE_AUDIO,
                        "The source's address leads to a web page, not to a recording, and yt-dlp, which could find one in it,"
                                + " is not installed here; send the recording's own address, or upload it.",
                        page);
            }
            program.download(page.address(), slot, cancelled);
        }
    }
}

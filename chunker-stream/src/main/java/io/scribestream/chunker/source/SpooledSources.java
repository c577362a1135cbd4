package io.scribestream.chunker.source;

import io.scribestream.chunker.fetch.Spool;
import io.scribestream.schemas.avro.Source;
import java.nio.file.Path;

/** Files that were fetched for their job. */
public final class SpooledSources implements SourceReader {

    private final Spool spool;

    public SpooledSources(Spool spool) {
        this.spool = spool;
    }

    @Override
    public Path locate(String jobId, Source source) {
        return spool.slot(jobId).file();
    }
}

package io.scribestream.chunker.source;

import io.scribestream.runtime.UploadStore;
import io.scribestream.schemas.avro.Source;
import java.nio.file.Path;

/** Files that came through the API. */
public final class UploadSources implements SourceReader {

    private final UploadStore uploads;

    public UploadSources(UploadStore uploads) {
        this.uploads = uploads;
    }

    @Override
    public Path locate(String jobId, Source source) {
        return uploads.resolve(source.getLocation());
    }
}

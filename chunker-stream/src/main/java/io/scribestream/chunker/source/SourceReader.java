package io.scribestream.chunker.source;

import io.scribestream.schemas.avro.Source;
import java.nio.file.Path;

/** Where one kind of source comes from. Safe for threads. */
public interface SourceReader {

    /**
     * Where a job's source lies on this machine.
     *
     * @return the file, whether or not there is one
     * @throws io.scribestream.runtime.RejectedException if such a place may not or cannot be read
     * @throws io.scribestream.runtime.UnavailableException if it cannot be read just now
     */
    Path locate(String jobId, Source source);
}

package io.scribestream.chunker.source;

import io.scribestream.schemas.avro.Source;
import java.nio.file.Path;

/** Where one kind of source comes from. Safe for threads. */
public interface SourceReader {

    /**
     * Brings the source to this machine, if it is not there already.
     *
     * @return the file, whether or not there is one
     * @throws io.scribestream.runtime.RejectedException if such a place may not or cannot be read
     * @throws io.scribestream.runtime.UnavailableException if it cannot be read just now
     */
    Path locate(Source source);
}

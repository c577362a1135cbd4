package io.scribestream.ingest.uploads;

import io.scribestream.objects.S3Connection;
import io.scribestream.objects.UploadObjects;
import io.scribestream.objects.UploadPlace;
import io.scribestream.runtime.Component;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.UploadStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/**
 * Files from their first byte until their job is over. Each comes in on a disk of this machine; before its job is sent it
 * is {@linkplain #handOver handed over}, so that any chunker can read it. Thread-safe.
 */
public interface Uploads extends Component {

    /** The breaker of the store, where there is one. */
    String BREAKER = "uploads";

    @Override
    default String name() {
        return "uploads";
    }

    /**
     * As the settings want it.
     *
     * @param folder where files come in; also where they stay, if no store is named
     * @throws io.scribestream.runtime.ConfigException naming the setting that is wrong
     * @throws io.scribestream.runtime.EnvironmentException if the folder cannot be made or written
     */
    static Uploads from(Env env, Path folder, Guards guards) {
        return UploadPlace.from(env)
                .<Uploads>map(
                        place -> new ObjectUploads(folder, new UploadObjects(place, S3Connection.from(env)), guards))
                .orElseGet(() -> new FolderUploads(folder));
    }

    /** Where files come in, on this machine's disk. */
    UploadStore received();

    /**
     * Lets the chunkers have a file that came in; where they have it, nothing happens.
     *
     * @throws UploadsAwayException if they cannot get it now; it is still here
     */
    void handOver(String name);

    /** Kafka has the job of a file that was handed over: nothing of it is needed on this machine's disk. */
    void accepted(String name);

    /**
     * Nobody needs a file any more, wherever it is: its job is over, or there never was one. Soon done; what cannot be
     * removed is logged.
     */
    void over(String name);

    /**
     * Removes what is left here of files whose process was killed while they came in.
     *
     * @param before nobody wrote to it since then
     * @param kept names of files that wait for their job here
     */
    void sweep(Instant before, Set<String> kept) throws IOException;
}

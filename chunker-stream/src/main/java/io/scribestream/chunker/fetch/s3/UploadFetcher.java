package io.scribestream.chunker.fetch.s3;

import io.scribestream.chunker.fetch.Fetcher;
import io.scribestream.chunker.fetch.Spool;
import io.scribestream.objects.UploadPlace;
import io.scribestream.schemas.avro.Source;
import java.util.function.BooleanSupplier;

/** Uploads that wait in a store: the API put them there, and names them without saying where that is. */
public final class UploadFetcher implements Fetcher {

    private final S3Fetcher objects;
    private final UploadPlace place;

    /** @param objects stays its maker's */
    public UploadFetcher(S3Fetcher objects, UploadPlace place) {
        this.objects = objects;
        this.place = place;
    }

    @Override
    public String host(Source source) {
        return objects.host(place.bucket());
    }

    @Override
    public void fetch(Source source, Spool.Slot slot, BooleanSupplier cancelled) {
        objects.fetch(place.address(source.getLocation()), slot, cancelled, S3Refusals::ofUpload);
    }
}

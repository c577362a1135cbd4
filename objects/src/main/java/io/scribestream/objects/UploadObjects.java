package io.scribestream.objects;

import io.scribestream.runtime.UnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Uploads as objects: each is there whole or not at all. Tries once; how often is decided outside. Thread-safe. */
public final class UploadObjects implements AutoCloseable {

    /** What a store takes in one request. */
    public static final long MOST_BYTES = 5L << 30;

    private static final Duration LONGEST_PUT = Duration.ofHours(1);

    private final UploadPlace place;
    private final S3Connection connection;
    private final S3Clients clients;

    public UploadObjects(UploadPlace place, S3Connection connection) {
        this.place = place;
        this.connection = connection;
        this.clients = new S3Clients(connection);
    }

    /** What may be away as a whole, as people call it. */
    public String name() {
        return connection.nameOf(place.bucket());
    }

    /**
     * Puts a file under an upload's name, in place of what was there.
     *
     * @throws UnavailableException if the store does not answer or does not take it; nothing is there then, or what was
     *     there before
     */
    public void put(String name, Path file) {
        S3Address address = place.address(name);
        asking(store -> store.putObject(
                request -> request.bucket(address.bucket())
                        .key(address.key())
                        .overrideConfiguration(override -> override.apiCallTimeout(LONGEST_PUT)),
                RequestBody.fromFile(file)));
    }

    /**
     * Removes an upload; nothing happens where there is none.
     *
     * @throws UnavailableException if the store does not answer or does not let it go
     */
    public void delete(String name) {
        S3Address address = place.address(name);
        asking(store ->
                store.deleteObject(request -> request.bucket(address.bucket()).key(address.key())));
    }

    /**
     * Puts a small object, reads it and removes it.
     *
     * @throws UnavailableException if any of that does not go
     */
    public void tryOut() {
        String name = "try-" + UUID.randomUUID();
        S3Address address = place.address(name);
        asking(store -> store.putObject(
                request -> request.bucket(address.bucket()).key(address.key()), RequestBody.fromString(name)));
        asking(store -> store.getObjectAsBytes(
                request -> request.bucket(address.bucket()).key(address.key())));
        delete(name);
    }

    private interface Question {
        Object ask(S3Client store);
    }

    private void asking(Question question) {
        try {
            question.ask(clients.get());
        } catch (S3Exception e) {
            throw new UnavailableException(
                    "the object store of uploads, " + name() + ", answers " + e.statusCode() + " (" + S3Faults.code(e)
                            + ")" + (S3Faults.isTheStores(e) ? "" : ": see to its settings and permissions"),
                    e);
        } catch (SdkException e) {
            throw new UnavailableException(
                    "the object store of uploads, " + name() + ", does not answer as it should: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}

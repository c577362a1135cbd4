package io.scribestream.chunker.fetch.s3;

import io.scribestream.chunker.fetch.CancelWatch;
import io.scribestream.chunker.fetch.Fetcher;
import io.scribestream.chunker.fetch.Spool;
import io.scribestream.chunker.fetch.Transfer;
import io.scribestream.objects.S3Address;
import io.scribestream.objects.S3Call;
import io.scribestream.objects.S3Clients;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.schemas.avro.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Sources in a store that speaks S3. Goes on by range where the store still has the version, by its ETag, of which the slot
 * holds the beginning. Reads only from the places that the settings name: with its own rights, not with a client's.
 */
public final class S3Fetcher implements Fetcher, AutoCloseable {

    private static final int PRECONDITION_FAILED = 412;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3Config config;
    private final S3Clients clients;
    private final Transfer transfer;

    /**
     * @param maxBytes largest source
     * @param longest time for one call; a source that takes longer is refused
     */
    public S3Fetcher(S3Config config, long maxBytes, Duration longest) {
        this.config = config;
        this.clients = new S3Clients(config.connection());
        this.transfer = new Transfer(maxBytes, longest);
    }

    /** A bucket, at its endpoint: one may be away while others answer. */
    @Override
    public String host(Source source) {
        return host(S3Address.parse(source.getLocation()).bucket());
    }

    String host(String bucket) {
        return config.connection().nameOf(bucket);
    }

    @Override
    public void fetch(Source source, Spool.Slot slot, BooleanSupplier cancelled) {
        S3Address address = S3Address.parse(source.getLocation());
        if (!config.mayBeSource(address)) {
            throw new RejectedException(
                    Reason.SOURCE_REFUSED,
                    "Objects in the bucket '%s' may not be read here; upload the file instead."
                            .formatted(address.bucket()));
        }
        fetch(address, slot, cancelled, S3Refusals::ofSource);
    }

    /** @param refusals whose fault it is that the store refuses */
    void fetch(
            S3Address address,
            Spool.Slot slot,
            BooleanSupplier cancelled,
            Function<S3Exception, RuntimeException> refusals) {
        BooleanSupplier stopped = transfer.until(cancelled);
        try (S3Call call = S3Call.begin();
                CancelWatch watch = new CancelWatch(cancelled, call::abort)) {
            get(address, slot, stopped);
        } catch (S3Exception e) {
            if (e.statusCode() == RANGE_NOT_SATISFIABLE && isAll(address, slot, refusals)) {
                slot.finish();
                return;
            }
            throw refused(slot, e, refusals);
        } catch (SdkClientException e) {
            requireGoingOn(cancelled, e);
            throw new UnavailableException("the object store does not answer as it should: " + e.getMessage(), e);
        } catch (IOException e) {
            requireGoingOn(cancelled, e);
            throw new UnavailableException("the object store broke off: " + e.getMessage(), e);
        }
    }

    /** @throws CancellationException if that is why it broke off */
    private static void requireGoingOn(BooleanSupplier cancelled, Exception brokeOff) {
        if (cancelled.getAsBoolean()) {
            CancellationException over = new CancellationException("fetching was stopped");
            over.initCause(brokeOff);
            throw over;
        }
    }

    private void get(S3Address address, Spool.Slot slot, BooleanSupplier stopped) throws IOException {
        long have = slot.bytes();
        boolean goesOn = have > 0 && !slot.validator().isEmpty();
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(address.bucket()).key(address.key());
        if (goesOn) {
            request.range("bytes=" + have + "-").ifMatch(slot.validator());
        }
        try (ResponseInputStream<GetObjectResponse> object = clients.get().getObject(request.build())) {
            try {
                boolean part = object.response().contentRange() != null;
                if (!goesOn || !part) {
                    slot.begin(String.valueOf(object.response().eTag()));
                } else if (!object.response().contentRange().startsWith("bytes " + have + "-")) {
                    slot.begin("");
                    throw new UnavailableException("the store sent another part of the object than it was asked for");
                }
                transfer.receive(object, object.response().contentLength(), slot, stopped);
            } catch (RuntimeException | IOException e) {
                // else the rest of the object would be read on closing, however long it is
                object.abort();
                throw e;
            }
        }
    }

    /** Where a process ended between the last byte and its note. */
    private boolean isAll(S3Address address, Spool.Slot slot, Function<S3Exception, RuntimeException> refusals) {
        try {
            HeadObjectResponse object = clients.get()
                    .headObject(head ->
                            head.bucket(address.bucket()).key(address.key()).ifMatch(slot.validator()));
            return object.contentLength() == slot.bytes();
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw refusals.apply(e);
        }
    }

    private static RuntimeException refused(
            Spool.Slot slot, S3Exception e, Function<S3Exception, RuntimeException> refusals) {
        if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == RANGE_NOT_SATISFIABLE) {
            slot.begin("");
            return new UnavailableException("the store has another version of the object by now", e);
        }
        return refusals.apply(e);
    }

    @Override
    public void close() {
        clients.close();
    }
}

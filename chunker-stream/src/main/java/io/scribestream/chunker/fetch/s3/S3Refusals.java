package io.scribestream.chunker.fetch.s3;

import io.scribestream.objects.S3Faults;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Whose fault it is that a store gives no object. */
final class S3Refusals {

    /** What a client named. */
    static RuntimeException ofSource(S3Exception e) {
        if (S3Faults.isOurs(e)) {
            return notAccepted(e);
        }
        String code = S3Faults.code(e);
        if (e.statusCode() == 404) {
            return new RejectedException(
                    Reason.SOURCE_NOT_FOUND,
                    "The object store has nothing at the source's address (%s); check bucket and key.".formatted(code),
                    e);
        }
        if (S3Faults.isTheStores(e)) {
            return new UnavailableException("the object store answers " + e.statusCode() + " (" + code + ")", e);
        }
        if (code.equals("InvalidObjectState")) {
            return new RejectedException(
                    Reason.FETCH_FAILED, "The object is archived; have the store restore it, then send a new job.", e);
        }
        return new RejectedException(
                Reason.FETCH_FAILED,
                "The object store does not give the source (%s); let this service read it, or upload the file."
                        .formatted(code),
                e);
    }

    /** What this service put there itself: only that it is gone is final. */
    static RuntimeException ofUpload(S3Exception e) {
        if (S3Faults.isOurs(e)) {
            return notAccepted(e);
        }
        String code = S3Faults.code(e);
        if (e.statusCode() == 404 && !code.equals("NoSuchBucket")) {
            return new RejectedException(Reason.SOURCE_NOT_FOUND, "The file is no longer there; send it again.", e);
        }
        return new UnavailableException("the object store of uploads answers " + e.statusCode() + " (" + code + ")", e);
    }

    private static RuntimeException notAccepted(S3Exception e) {
        return new UnavailableException(
                "the object store does not accept this service's settings (" + S3Faults.code(e) + ")", e);
    }

    private S3Refusals() {}
}
